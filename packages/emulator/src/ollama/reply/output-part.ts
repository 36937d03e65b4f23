import { argumentsOf } from '../../shared/engine/generation.js';
import type { GenerationStep } from '../../shared/engine/generation.js';
import { makeId } from '../../shared/engine/make-id.js';
import { isRecord, tryParseJson } from '../../shared/json/read-json.js';

/** One part of the output of a model. Ollama does not split a tool call. */
export type OutputPart =
  | { readonly kind: 'text' | 'reasoning'; readonly text: string }
  | {
      readonly kind: 'tool-call';
      readonly index: number;
      readonly name: string;
      readonly arguments: Readonly<Record<string, unknown>>;
    };

/** Returns the part that step number `at` completes, or undefined if the step is inside a tool call. */
export function partAt(steps: readonly GenerationStep[], at: number): OutputPart | undefined {
  const step = steps[at];
  if (step === undefined) return undefined;
  if (step.kind === 'text' || step.kind === 'reasoning') return step;
  const { index } = step;
  const next = steps[at + 1];
  if (next?.kind === 'tool-arguments' && next.index === index) return undefined;
  const call = steps.find((other) => other.kind === 'tool-call' && other.index === index);
  const source = argumentsOf(steps, index);
  const args = tryParseJson(source);
  // Arguments that are not an object do not form a call. Ollama's parser passes them through as text.
  if (!isRecord(args)) return { kind: 'text', text: source };
  return { kind: 'tool-call', index, name: call?.kind === 'tool-call' ? call.name : '', arguments: args };
}

/** Returns the id of a tool call: `call_` and eight letters and digits. */
export function toolCallId(replyId: number, index: number): string {
  return makeId('call_', replyId * 100 + index).slice(0, 'call_'.length + 8);
}
