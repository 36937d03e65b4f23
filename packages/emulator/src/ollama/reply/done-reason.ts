import type { Generation } from '../../shared/engine/generation.js';

/** `done_reason`: tool calls have none of their own. */
export function doneReason(finishReason: Generation['finishReason']): 'stop' | 'length' {
  return finishReason === 'length' ? 'length' : 'stop';
}
