import type { Generation, GenerationStep } from '../../shared/engine/generation.js';
import { BUILD_INFO } from '../completion-fields.js';
import type { Shell } from '../completion-fields.js';
import { toolCallId } from './encode-chunk.js';

/** The whole reply of a request without `stream`. */
export function encodeCompletion(shell: Shell, generation: Generation, usage: object, timings: object): object {
  const { steps, finishReason } = generation;
  const reasoning = textOf(steps, 'reasoning');
  const calls = toolCallsOf(shell, steps);
  const message = {
    role: 'assistant',
    content: textOf(steps, 'text'),
    reasoning_content: reasoning === '' ? undefined : reasoning,
    tool_calls: calls.length === 0 ? undefined : calls,
  };
  return {
    choices: [{ finish_reason: finishReason, index: 0, message }],
    created: shell.created,
    model: shell.model,
    system_fingerprint: BUILD_INFO,
    object: 'chat.completion',
    usage,
    id: shell.id,
    timings,
  };
}

/** The text of one kind of steps, joined. */
export function textOf(steps: readonly GenerationStep[], kind: 'text' | 'reasoning'): string {
  return steps.map((step) => (step.kind === kind ? step.text : '')).join('');
}

function toolCallsOf(shell: Shell, steps: readonly GenerationStep[]): object[] {
  return steps
    .filter((step) => step.kind === 'tool-call')
    .map(({ index, name }) => {
      const pieces = steps.map((step) => (step.kind === 'tool-arguments' && step.index === index ? step.text : ''));
      return { type: 'function', function: { name, arguments: pieces.join('') }, id: toolCallId(shell, index) };
    });
}
