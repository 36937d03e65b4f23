import type { GenerationStep } from '../../../shared/engine/generation.js';
import { makeToolCallId } from '../../../shared/engine/make-id.js';

/** The fields that every chunk of one stream, and the whole reply, have in common. */
export interface ChatShell {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly system_fingerprint: string;
}

/** One chunk of the stream. */
export function encodeChunk(shell: ChatShell, delta: object, finishReason: string | null): object {
  const { id, ...rest } = shell;
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finishReason }];
  return { id, object: 'chat.completion.chunk', ...rest, choices };
}

/** The last chunk when usage was asked for: no choices. */
export function encodeUsageChunk(shell: ChatShell, usage: object): object {
  const { id, ...rest } = shell;
  return { id, object: 'chat.completion.chunk', ...rest, choices: [], usage };
}

/** The delta of one step. Only the first of a tool call has its id and name. */
export function encodeDelta(shell: ChatShell, step: GenerationStep): object {
  switch (step.kind) {
    case 'reasoning':
      return { reasoning_content: step.text };
    case 'text':
      return { content: step.text };
    case 'tool-call': {
      const id = makeToolCallId(shell.id, step.index);
      return {
        tool_calls: [{ index: step.index, id, type: 'function', function: { name: step.name, arguments: '' } }],
      };
    }
    case 'tool-arguments':
      return { tool_calls: [{ index: step.index, function: { arguments: step.text } }] };
    default:
      return step satisfies never;
  }
}
