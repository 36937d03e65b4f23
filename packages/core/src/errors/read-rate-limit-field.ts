import type { RateLimits } from '../contract/http-details.js';

/** An item of the list: a name, quoted or not, and its parameters. */
const ITEM = /^"?([^";=]+)"?((?:;[a-z]+=[^;]*)+)$/;
const REMAINING = /;r=(\d{1,15})(?:;|$)/;
const SECONDS = /;t=(\d{1,15})(?:;|$)/;

/** Maximum number of characters that are read. */
const MAX_LENGTH = 1000;

/**
 * Reads the header `ratelimit` of the IETF draft from version 8 on, which names each limit: `"api";r=0;t=55`. `r` is what remains, and `t` is the
 * time in seconds until the reset. Hugging Face sends it: https://huggingface.co/docs/hub/rate-limits. Text of another form is ignored.
 */
export function readRateLimitField(value: string): RateLimits {
  const items = value.slice(0, MAX_LENGTH).split(',');
  const limits = items.flatMap((item) => {
    const [, name = '', parameters = ''] = ITEM.exec(item.trim()) ?? [];
    const [, remaining] = REMAINING.exec(parameters) ?? [];
    const [, seconds] = SECONDS.exec(parameters) ?? [];
    if (remaining === undefined) return [];
    const reset = seconds === undefined ? {} : { resetMs: Number(seconds) * 1000 };
    return [[name, { remaining: Number(remaining), ...reset }] as const];
  });
  return Object.fromEntries(limits);
}
