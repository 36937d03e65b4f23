import type { IncomingJson, Timing, Usage } from '@lmux/core/provider';
import { withoutUndefined } from '@lmux/provider-openai/protocol';

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}

/** Tokens taken; `undefined` where the server does not tell: no figures, or nothing but zeros. */
export function decodeUsage(stats: IncomingJson): Usage | undefined {
  const usage: Usage = withoutUndefined({
    inputTokens: count(stats?.input_tokens),
    outputTokens: count(stats?.total_output_tokens),
    reasoningTokens: count(stats?.reasoning_output_tokens),
  });
  return Object.values(usage).some((tokens) => tokens > 0) ? usage : undefined;
}

/** How long it took; `undefined` where the server does not tell. A zero is no measurement. */
export function decodeTiming(stats: IncomingJson): Timing | undefined {
  const timing: Timing = withoutUndefined({
    modelLoadSeconds: positive(stats?.model_load_time_seconds),
    timeToFirstTokenSeconds: positive(stats?.time_to_first_token_seconds),
    tokensPerSecond: positive(stats?.tokens_per_second),
  });
  return Object.keys(timing).length > 0 ? timing : undefined;
}
