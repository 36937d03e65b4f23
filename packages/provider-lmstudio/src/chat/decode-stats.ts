import type { FinishReason, Timing, Usage } from '@lmux/core/provider';
import { readCount, readNumber, readObject, readPositive } from '@lmux/core/provider/json';
import { decodeFinishReason as decodeReason, withoutUndefined } from '@lmux/provider-openai/protocol';

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
 * Decodes the finish reason. `/api/v1` has no field for it, but `/api/v0` has `stop_reason` (https://lmstudio.ai/docs/developer/rest/endpoints), which
 * is read if it is there. Without it, the reason is `length` if as many tokens were generated as allowed, the only safe conclusion. Otherwise it
 * is `unknown`: the model finished, or the context is full.
 */
export function decodeFinishReason(stats: unknown, maxOutputTokens: number | undefined): FinishReason {
  const { stop_reason: reason, total_output_tokens: output } = readObject(stats);
  const reported = decodeReason(reason);
  if (reported.raw !== undefined) return reported;
  const tokens = readNumber(output);
  const reached = maxOutputTokens !== undefined && tokens !== undefined && tokens >= maxOutputTokens;
  return { unified: reached ? 'length' : 'unknown', raw: undefined };
}
