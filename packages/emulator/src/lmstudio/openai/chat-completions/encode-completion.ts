import type { Generation, GenerationStep } from '../../../shared/engine/generation.js';
import { makeToolCallId } from '../../../shared/engine/make-id.js';
import type { ChatShell } from './encode-chunk.js';

/** The whole reply of a request without `stream`. */
export function encodeCompletion(shell: ChatShell, { steps, finishReason }: Generation, usage: object): object {
  const message = {
    role: 'assistant',
    content: textOf(steps, 'text'),
    reasoning_content: textOf(steps, 'reasoning'),
    tool_calls: toolCallsOf(shell.id, steps),
  };
  const { system_fingerprint, id, ...rest } = shell;
  const choices = [{ index: 0, message, logprobs: null, finish_reason: finishReason }];
  return { id, object: 'chat.completion', ...rest, choices, usage, stats: {}, system_fingerprint };
}

function textOf(steps: readonly GenerationStep[], kind: 'text' | 'reasoning'): string {
  return steps.map((step) => (step.kind === kind ? step.text : '')).join('');
}

function toolCallsOf(id: string, steps: readonly GenerationStep[]): object[] {
  return steps
    .filter((step) => step.kind === 'tool-call')
    .map(({ index, name }) => {
      const pieces = steps.map((step) => (step.kind === 'tool-arguments' && step.index === index ? step.text : ''));
      return { id: makeToolCallId(id, index), type: 'function', function: { name, arguments: pieces.join('') } };
    });
}
