import { reportedMsPerToken } from '../../shared/engine/engine-run.js';
import type { Generation } from '../../shared/engine/generation.js';

/** Nanoseconds in a millisecond. */
const NS = 1_000_000;

/** The token counts and durations at the end of a reply. */
export interface Metrics {
  readonly promptTokens: number;
  readonly tokens: number;
  /** Time in ms that this request spent on loading the model. */
  readonly loadMs: number;
  readonly delayMs: number;
}

/**
 * Encodes the metrics of the last line, with durations in nanoseconds. JSON omits undefined fields, and Ollama omits
 * zeros.
 */
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

/** Returns the `done_reason`. Tool calls do not have their own. */
export function doneReason(finishReason: Generation['finishReason']): 'stop' | 'length' {
  return finishReason === 'length' ? 'length' : 'stop';
}
