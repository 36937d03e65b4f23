import type { IncomingJson } from '@lmux/core/provider';

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/**
 * How much of what is to be read of a prompt is read, 0 to 1: what was in the cache is not read. 1 where all of it was; `undefined` where
 * the numbers are none.
 */
export function promptFraction(progress: IncomingJson): number | undefined {
  const { total, cache = 0, processed } = progress ?? {};
  if (!isCount(total) || !isCount(cache) || !isCount(processed)) return undefined;
  if (total <= cache) return 1;
  return Math.min(1, Math.max(0, (processed - cache) / (total - cache)));
}
