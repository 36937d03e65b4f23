import type { Usage } from '@lmux/core';

/** Returns the sum of token counts as the field `usage`. A count that is always absent stays absent. No field if there are none. */
export function sumUsage(usages: readonly (Usage | undefined)[]): { readonly usage?: Usage } {
  const sums: Record<string, number> = {};
  for (const usage of usages) {
    for (const [name, count] of Object.entries(usage ?? {})) {
      if (typeof count === 'number') sums[name] = (sums[name] ?? 0) + count;
    }
  }
  return Object.keys(sums).length > 0 ? { usage: sums } : {};
}
