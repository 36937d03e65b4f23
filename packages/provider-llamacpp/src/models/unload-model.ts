import { LmError, type CallOptions, type HttpClient } from '@lmux/core/provider';
import { findModel } from './decode-models.js';
import { listRouterModels, unloadModel as postUnload } from './endpoint.js';
import { statusOf } from './model-status.js';

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 1000;
/** A router ends a process that does not end by itself, after ten seconds unless it is told otherwise. */
const MAX_WAIT_MS = 30_000;

/** Unloads a model, and waits until it is unloaded: the router answers when it has only begun. */
export function unloadModel(
  http: HttpClient,
  instanceId: string,
  options: CallOptions,
): Promise<{ instanceId: string }> {
  const call = { method: 'POST', path: '/models/unload', options, longRunning: true } as const;
  return http.during(call, async (scope) => {
    const inner = { ...options, signal: scope.signal };
    await postUnload(http, { model: instanceId }, inner);
    let waitMs = FIRST_WAIT_MS;
    for (let waitedMs = 0; waitedMs < MAX_WAIT_MS; waitedMs += waitMs) {
      const entry = findModel(await listRouterModels(http, inner), instanceId);
      if (entry === undefined || statusOf(entry) === 'unloaded') return { instanceId };
      await scope.sleep(waitMs);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    }
    throw new LmError(
      'server_error',
      `The router took the order to unload "${instanceId}", but the model still runs after ${MAX_WAIT_MS / 1000} s.`,
      { provider: 'llamacpp' },
    );
  });
}
