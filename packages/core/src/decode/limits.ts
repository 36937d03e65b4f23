import type { Limits } from '../contract/client-config.js';

/** The limits of a client, all set. */
export type BodyLimits = { readonly [Key in keyof Limits]-?: number };

/** The limits where nothing else is set. */
export const DEFAULT_BODY_LIMITS: BodyLimits = { maxBodyBytes: 256 * 1024 * 1024, maxEventBytes: 16 * 1024 * 1024 };

/** Settled limits: what is set, then the defaults. */
export function resolveLimits(limits: Limits = {}): BodyLimits {
  const { maxBodyBytes, maxEventBytes } = DEFAULT_BODY_LIMITS;
  return { maxBodyBytes: limits.maxBodyBytes ?? maxBodyBytes, maxEventBytes: limits.maxEventBytes ?? maxEventBytes };
}

/** Most bytes of an error's answer that are read. */
export const MAX_ERROR_BODY_BYTES = 64 * 1024;
