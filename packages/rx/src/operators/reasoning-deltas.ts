import type { CompletionStreamEvent, StreamEvent } from '@lmux/core';
import type { OperatorFunction } from 'rxjs';
import { filterMap } from './filter-map.js';

/** The pieces of the model's reasoning, as they come. */
export function reasoningDeltas(): OperatorFunction<StreamEvent | CompletionStreamEvent, string> {
  return filterMap((event) => (event.type === 'reasoning-delta' ? event.text : undefined));
}
