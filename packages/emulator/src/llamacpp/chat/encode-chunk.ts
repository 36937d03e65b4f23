import { makeId } from '../../shared/engine/make-id.js';
import type { GenerationStep } from '../../shared/engine/generation.js';
import { BUILD_INFO } from '../completion-fields.js';
import type { Shell } from '../completion-fields.js';

/** One chunk of a stream; `extra` follows its fields. */
export function encodeChunk(shell: Shell, delta: object, finishReason: string | null, extra: object = {}): object {
  return around(shell, [{ finish_reason: finishReason, index: 0, delta }], extra);
}

/** The last chunk when usage was asked for. */
export function encodeUsageChunk(shell: Shell, extra: object): object {
  return around(shell, [], extra);
}

function around({ id, created, model }: Shell, choices: readonly object[], extra: object): object {
  const object = 'chat.completion.chunk';
  return { choices, created, id, model, system_fingerprint: BUILD_INFO, object, ...extra };
}

/** The first delta: the role alone. */
export const ROLE_DELTA = { role: 'assistant', content: null };

/** The id of a tool call: letters and digits, without a prefix. */
export function toolCallId(shell: Shell, index: number): string {
  return makeId('', Number.parseInt(makeId(shell.id, index).slice(-8), 36));
}

/** The delta of a step; the head of a tool call brings the first piece of its arguments along. */
export function encodeDelta(shell: Shell, step: GenerationStep, head: string | undefined): object {
  switch (step.kind) {
    case 'reasoning':
      return { reasoning_content: step.text };
    case 'text':
      return { content: step.text };
    case 'tool-call': {
      const made = { name: step.name, arguments: head ?? '' };
      const id = toolCallId(shell, step.index);
      return { tool_calls: [{ index: step.index, id, type: 'function', function: made }] };
    }
    case 'tool-arguments':
      return { tool_calls: [{ index: step.index, function: { arguments: step.text } }] };
    default:
      return step satisfies never;
  }
}
