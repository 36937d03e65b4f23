import type { SizeLimits } from '../contract/client-config.js';

/** The maximum sizes of responses, with a value for each. */
export type BodyLimits = { readonly [Key in keyof SizeLimits]-?: number };

/** The default limits. */
export const DEFAULT_BODY_LIMITS: BodyLimits = {
  maxBodyBytes: 256 * 1024 * 1024,
  maxEventBytes: 16 * 1024 * 1024,
  maxStreamBytes: 1024 * 1024 * 1024,
};

/** Returns the limits with defaults for those that are not set. */
export function resolveLimits(limits: SizeLimits = {}): BodyLimits {
  const { maxBodyBytes, maxEventBytes, maxStreamBytes } = DEFAULT_BODY_LIMITS;
  return {
    maxBodyBytes: limits.maxBodyBytes ?? maxBodyBytes,
    maxEventBytes: limits.maxEventBytes ?? maxEventBytes,
    maxStreamBytes: limits.maxStreamBytes ?? maxStreamBytes,
  };
}

/** Maximum number of bytes of an error response that are read. */
export const MAX_ERROR_BODY_BYTES = 64 * 1024;

/** Time in ms for which the rest of an error response is awaited. Its status is known, and matters more than its end. */
export const ERROR_BODY_MS = 5000;
