import type { IncomingJson, TokenLogprob } from '@lmux/core/provider';

function decodeToken(entry: IncomingJson): TokenLogprob[] {
  if (typeof entry?.token !== 'string' || typeof entry.logprob !== 'number') return [];
  const { token, logprob, top_logprobs: top } = entry;
  if (!Array.isArray(top) || top.length === 0) return [{ token, logprob }];
  return [{ token, logprob, topLogprobs: top.flatMap((other: IncomingJson) => decodeToken(other)) }];
}

/** Probabilities of a chat's tokens; `undefined` where there are none. */
export function decodeLogprobs(logprobs: IncomingJson): TokenLogprob[] | undefined {
  const content: unknown = logprobs?.content;
  if (!Array.isArray(content) || content.length === 0) return undefined;
  return content.flatMap((entry: IncomingJson) => decodeToken(entry));
}
