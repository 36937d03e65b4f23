import type { CompletionStreamEvent, StreamEvent, ToolCall } from '@lmux/core';
import type { OperatorFunction } from 'rxjs';
import { filterMap } from './filter-map.js';

/** The tools that the model wants the caller to run, each as soon as its arguments are whole. */
export function toolCalls(): OperatorFunction<StreamEvent | CompletionStreamEvent, ToolCall> {
  return filterMap((event) => (event.type === 'tool-call-end' ? event.toolCall : undefined));
}
