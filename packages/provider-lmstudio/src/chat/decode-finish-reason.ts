import type { FinishReason, IncomingJson } from '@lmux/core/provider';

/**
 * Why the model stopped. This API has no field for it. Where as many tokens came as were allowed, that limit is the reason (`length`,
 * the one conclusion that is safe); else it is `unknown`: the model's own end, or the end of the context.
 */
export function decodeFinishReason(stats: IncomingJson, maxOutputTokens: number | undefined): FinishReason {
  const tokens: unknown = stats?.total_output_tokens;
  const reached = maxOutputTokens !== undefined && typeof tokens === 'number' && tokens >= maxOutputTokens;
  return { unified: reached ? 'length' : 'unknown', raw: undefined };
}
