import type { Timing } from '@lmux/core/provider';
import { readObject } from '@lmux/core/provider/json';

function positive(value: unknown, factor = 1): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value * factor : undefined;
}

/**
 * How long the server says it took: llama.cpp's `timings`, or the `stats` of LM Studio's `/api/v0` (empty on `/v1`).
 *
 * llama.cpp's `prompt_ms` runs from the start of the work on the prompt to the moment when the first token is chosen, so it
 * is the time to the first token; what waited in a queue before is in neither.
 */
export function decodeTiming(body: unknown): Timing | undefined {
  const { timings, stats } = readObject(body);
  const llamaCpp = readObject(timings);
  const lmStudio = readObject(stats);
  const timeToFirstTokenSeconds = positive(llamaCpp.prompt_ms, 0.001) ?? positive(lmStudio.time_to_first_token);
  const tokensPerSecond = positive(llamaCpp.predicted_per_second) ?? positive(lmStudio.tokens_per_second);
  if (timeToFirstTokenSeconds === undefined && tokensPerSecond === undefined) return undefined;
  return {
    ...(timeToFirstTokenSeconds === undefined ? {} : { timeToFirstTokenSeconds }),
    ...(tokensPerSecond === undefined ? {} : { tokensPerSecond }),
  };
}
