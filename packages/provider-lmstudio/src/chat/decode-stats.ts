import type { FinishReason, Timing, Usage } from '@lmux/core/provider';
import { readCount, readNumber, readObject, readPositive } from '@lmux/core/provider/json';
import { withoutUndefined } from '@lmux/provider-openai/protocol';

/** Decodes the usage. Returns `undefined` if the server sends no counts or only zeros. */
export function decodeUsage(stats: unknown): Usage | undefined {
  const { input_tokens: input, total_output_tokens: output, reasoning_output_tokens: reasoning } = readObject(stats);
  const usage: Usage = withoutUndefined({
    inputTokens: readCount(input),
    outputTokens: readCount(output),
    reasoningTokens: readCount(reasoning),
  });
  return Object.values(usage).some((tokens) => tokens > 0) ? usage : undefined;
}

/** Decodes the timing. Returns `undefined` if the server sends none. A zero is not a measurement. */
export function decodeTiming(stats: unknown): Timing | undefined {
  const fields = readObject(stats);
  const timing: Timing = withoutUndefined({
    modelLoadSeconds: readPositive(fields['model_load_time_seconds']),
    timeToFirstTokenSeconds: readPositive(fields['time_to_first_token_seconds']),
    tokensPerSecond: readPositive(fields['tokens_per_second']),
  });
  return Object.keys(timing).length > 0 ? timing : undefined;
}

/**
 * Infers the finish reason, for which this API has no field. It is `length` if as many tokens were generated as allowed, the only safe
 * conclusion. Otherwise it is `unknown`: the model finished, or the context is full.
 */
export function decodeFinishReason(stats: unknown, maxOutputTokens: number | undefined): FinishReason {
  const tokens = readNumber(readObject(stats)['total_output_tokens']);
  const reached = maxOutputTokens !== undefined && tokens !== undefined && tokens >= maxOutputTokens;
  return { unified: reached ? 'length' : 'unknown', raw: undefined };
}
