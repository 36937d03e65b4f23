import { tryParseJson } from '../../shared/http/read-body.js';
import { isRecord } from '../../shared/json/read-json.js';
import type { GenerationStep } from '../../shared/engine/generation.js';

/** One thing that the model says: Ollama tells a tool call whole. */
export type Said =
  | { readonly kind: 'text' | 'reasoning'; readonly text: string }
  | {
      readonly kind: 'tool-call';
      readonly index: number;
      readonly name: string;
      readonly arguments: Readonly<Record<string, unknown>>;
    };

/** What step number `at` completes; undefined in the middle of a tool call. */
export function saidAt(steps: readonly GenerationStep[], at: number): Said | undefined {
  const step = steps[at];
  if (step === undefined) return undefined;
  if (step.kind === 'text' || step.kind === 'reasoning') return step;
  const next = steps[at + 1];
  if (next?.kind === 'tool-arguments' && next.index === step.index) return undefined;
  const name = steps.find((other) => other.kind === 'tool-call' && other.index === step.index);
  const source = steps.map((other) =>
    other.kind === 'tool-arguments' && other.index === step.index ? other.text : '',
  );
  const args = tryParseJson(source.join(''));
  // What is no object never becomes a call: the parser lets the text through.
  if (!isRecord(args)) return { kind: 'text', text: source.join('') };
  return { kind: 'tool-call', index: step.index, name: name?.kind === 'tool-call' ? name.name : '', arguments: args };
}
