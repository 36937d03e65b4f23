import type { ChatRequest } from '@lmux/core/provider';
import type { Dialect } from '../encode/dialect.js';
import type { ChatToolChoice } from './wire.js';

/** Whether a tool must be called, in the wire's words. */
export function encodeToolChoice(choice: ChatRequest['toolChoice'], dialect: Dialect): ChatToolChoice | undefined {
  if (typeof choice !== 'object') return choice;
  return dialect.toolChoiceObjects ? { type: 'function', function: { name: choice.name } } : 'required';
}
