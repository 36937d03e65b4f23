import type { CallOptions, ProviderContext } from '@lmux/core/provider';

/** Maximum time in ms for which a response is held back by one request about the context. */
export const MAX_CHECK_MS = 1000;

type TimeoutSettings = Pick<CallOptions, 'timeout' | 'timeouts'>;

function totalOf({ timeout, timeouts }: TimeoutSettings): number | undefined {
  return timeouts?.total ?? timeouts?.timeout ?? timeout;
}

/**
 * Returns the time in ms that the request for the context length may take, so that the call does not take longer than its `total` timeout. 0
 * if no time is left.
 *
 * @param spentMs Time in ms that the call has taken.
 */
export function checkTimeMs(options: TimeoutSettings, config: ProviderContext['config'], spentMs: number): number {
  const totalMs = totalOf(options) ?? totalOf(config) ?? 0;
  return totalMs === 0 ? MAX_CHECK_MS : Math.max(0, Math.min(MAX_CHECK_MS, totalMs - spentMs));
}
