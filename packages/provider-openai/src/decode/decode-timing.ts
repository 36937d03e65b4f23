import type { IncomingJson, Timing } from '@lmux/core/provider';

function positive(value: unknown, factor = 1): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value * factor : undefined;
}

/**
 * How long the server says it took: llama.cpp's `timings`, or the `stats` of LM Studio's `/api/v0` (empty on `/v1`).
 *
 * llama.cpp's `prompt_ms` runs from the start of the work on the prompt to the moment when the first token is chosen, so it
 * is the time to the first token; what waited in a queue before is in neither.
 */
export function decodeTiming(body: IncomingJson): Timing | undefined {
  const { timings, stats } = body;
  const timeToFirstTokenSeconds = positive(timings?.prompt_ms, 0.001) ?? positive(stats?.time_to_first_token);
  const tokensPerSecond = positive(timings?.predicted_per_second) ?? positive(stats?.tokens_per_second);
  if (timeToFirstTokenSeconds === undefined && tokensPerSecond === undefined) return undefined;
  return {
    ...(timeToFirstTokenSeconds === undefined ? {} : { timeToFirstTokenSeconds }),
    ...(tokensPerSecond === undefined ? {} : { tokensPerSecond }),
  };
}
