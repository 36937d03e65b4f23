import type { FinishReason, IncomingJson, Timing, TokenLogprob, Usage } from '@lmux/core/provider';
import { withoutUndefined } from '@lmux/provider-openai/protocol';

const NANOSECONDS = 1e9;

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value / NANOSECONDS : undefined;
}

/** Tokens taken; `undefined` where the server does not tell. Of a prompt that was cached it may not. */
export function decodeUsage(stats: IncomingJson): Usage | undefined {
  const usage: Usage = withoutUndefined({
    inputTokens: count(stats?.prompt_eval_count),
    outputTokens: count(stats?.eval_count),
  });
  return Object.keys(usage).length > 0 ? usage : undefined;
}

/** How long it took; `undefined` where the server does not tell. */
export function decodeTiming(stats: IncomingJson): Timing | undefined {
  const [tokens, took] = [count(stats?.eval_count), seconds(stats?.eval_duration)];
  const timing: Timing = withoutUndefined({
    modelLoadSeconds: seconds(stats?.load_duration),
    tokensPerSecond: tokens !== undefined && tokens > 0 && took !== undefined ? tokens / took : undefined,
  });
  return Object.keys(timing).length > 0 ? timing : undefined;
}

/** Why the model stopped. */
export function decodeFinishReason(stats: IncomingJson): FinishReason {
  const raw: unknown = stats?.done_reason;
  if (typeof raw !== 'string' || raw === '') return { unified: 'unknown', raw: undefined };
  return { unified: raw === 'stop' || raw === 'length' ? raw : 'unknown', raw };
}

/** Probabilities of the tokens of a line; none where there are none. */
export function decodeLogprobs(list: IncomingJson): TokenLogprob[] {
  if (!Array.isArray(list)) return [];
  return list
    .filter((entry: IncomingJson) => typeof entry?.token === 'string' && typeof entry.logprob === 'number')
    .map((entry: IncomingJson): TokenLogprob => {
      const top = decodeLogprobs(entry.top_logprobs);
      return { token: entry.token, logprob: entry.logprob, ...(top.length > 0 && { topLogprobs: top }) };
    });
}
