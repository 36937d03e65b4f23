import type { TokenLogprob } from '@lmux/core/provider';
import { readArray, readObject } from '@lmux/core/provider/json';

function decodeToken(entry: unknown): TokenLogprob[] {
  const { token, logprob, top_logprobs: top } = readObject(entry);
  if (typeof token !== 'string' || typeof logprob !== 'number') return [];
  if (!Array.isArray(top) || top.length === 0) return [{ token, logprob }];
  return [{ token, logprob, topLogprobs: decodeTokenLogprobs(top) }];
}

/** Returns the tokens of a list with their log probabilities. Entries of another form are skipped. */
export function decodeTokenLogprobs(list: unknown): TokenLogprob[] {
  return readArray(list).flatMap((entry) => decodeToken(entry));
}

/** Returns the log probabilities of a chat's tokens, or `undefined` if there are none. */
export function decodeLogprobs(logprobs: unknown): TokenLogprob[] | undefined {
  const content = readArray(readObject(logprobs).content);
  return content.length === 0 ? undefined : decodeTokenLogprobs(content);
}
