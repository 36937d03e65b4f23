import type { Timing } from '@lmux/core/provider';
import { readObject } from '@lmux/core/provider/json';

function positive(value: unknown, factor = 1): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value * factor : undefined;
}

/**
 * Decodes the timing that the server reports: llama.cpp's `timings`, or the `stats` of LM Studio's `/api/v0` (empty on `/v1`).
 *
 * llama.cpp's `prompt_ms` is measured from the start of prompt processing to the sampling of the first token, so it is the time to the
 * first token. Time spent in a queue before that is not included.
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
