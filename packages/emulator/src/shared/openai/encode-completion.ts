import { argumentsOf } from '../engine/generation.js';
import type { GenerationStep } from '../engine/generation.js';

/** A tool call of a complete reply, with its arguments as text. */
interface EncodedCall {
  readonly index: number;
  readonly name: string;
  readonly arguments: string;
}

/** Encodes the delta of a step. Only the first delta of a tool call has an id, a name and the arguments in `head`. */
export function encodeDelta(step: GenerationStep, idOf: (index: number) => string, head = ''): object {
  switch (step.kind) {
    case 'reasoning':
      return { reasoning_content: step.text };
    case 'text':
      return { content: step.text };
    case 'tool-call': {
      const { index, name } = step;
      return { tool_calls: [{ index, id: idOf(index), type: 'function', function: { name, arguments: head } }] };
    }
    case 'tool-arguments':
      return { tool_calls: [{ index: step.index, function: { arguments: step.text } }] };
    default:
      return step satisfies never;
  }
}

/** Returns the tool calls of a complete reply. */
export function toolCallsOf(steps: readonly GenerationStep[]): EncodedCall[] {
  return steps
    .filter((step) => step.kind === 'tool-call')
    .map(({ index, name }) => ({ index, name, arguments: argumentsOf(steps, index) }));
}

/** Encodes the token counts in the fields that all OpenAI-format routes have. */
export function encodeUsage(promptTokens: number, completionTokens: number): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}
