import type { CompletionStreamEvent, StreamEvent } from '@lmux/core';
import type { OperatorFunction } from 'rxjs';
import { filterMap } from './filter-map.js';

/** The pieces of the reply's text, as they come. */
export function textDeltas(): OperatorFunction<StreamEvent | CompletionStreamEvent, string> {
  return filterMap((event) => (event.type === 'text-delta' ? event.text : undefined));
}
