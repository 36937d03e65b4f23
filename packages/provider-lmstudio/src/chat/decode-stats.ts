import type { FinishReason, Timing, Usage } from '@lmux/core/provider';
import { readCount, readNumber, readObject, readPositive } from '@lmux/core/provider/json';
import { withoutUndefined } from '@lmux/provider-openai/protocol';

/** Tokens taken; `undefined` where the server does not tell: no figures, or nothing but zeros. */
export function decodeUsage(stats: unknown): Usage | undefined {
  const { input_tokens: input, total_output_tokens: output, reasoning_output_tokens: reasoning } = readObject(stats);
  const usage: Usage = withoutUndefined({
    inputTokens: readCount(input),
    outputTokens: readCount(output),
    reasoningTokens: readCount(reasoning),
  });
  return Object.values(usage).some((tokens) => tokens > 0) ? usage : undefined;
}

/** How long it took; `undefined` where the server does not tell. A zero is no measurement. */
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
 * Why the model stopped. This API has no field for it. Where as many tokens came as were allowed, that limit is the reason (`length`,
 * the one conclusion that is safe); else it is `unknown`: the model's own end, or the end of the context.
 */
export function decodeFinishReason(stats: unknown, maxOutputTokens: number | undefined): FinishReason {
  const tokens = readNumber(readObject(stats)['total_output_tokens']);
  const reached = maxOutputTokens !== undefined && tokens !== undefined && tokens >= maxOutputTokens;
  return { unified: reached ? 'length' : 'unknown', raw: undefined };
}
