import { reportedMsPerToken } from '../../shared/engine/engine-run.js';
import type { Generation } from '../../shared/engine/generation.js';

/** Nanoseconds in a millisecond. */
const NS = 1_000_000;

/** The counts and times at the end of a reply. */
export interface Metrics {
  readonly promptTokens: number;
  readonly tokens: number;
  /** Milliseconds that this request spent on loading the model. */
  readonly loadMs: number;
  readonly delayMs: number;
}

/** The fields of the last line, in nanoseconds. JSON leaves out what is undefined, and Ollama what is zero. */
export function encodeMetrics({ promptTokens, tokens, loadMs, delayMs }: Metrics): object {
  const perToken = reportedMsPerToken(delayMs) * NS;
  const load = Math.max(loadMs, 1) * NS;
  const prompt = promptTokens * NS;
  const evaluation = tokens * perToken;
  return {
    total_duration: load + prompt + evaluation + NS,
    load_duration: load,
    prompt_eval_count: promptTokens || undefined,
    prompt_eval_duration: prompt || undefined,
    eval_count: tokens || undefined,
    eval_duration: evaluation || undefined,
  };
}

/** `done_reason`: tool calls have none of their own. */
export function doneReason(finishReason: Generation['finishReason']): 'stop' | 'length' {
  return finishReason === 'length' ? 'length' : 'stop';
}
