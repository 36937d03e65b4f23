import { LmError, type CallOptions, type HttpClient } from '@lmux/core/provider';
import { findModel } from './decode-models.js';
import { listRouterModels, unloadModel as postUnload } from './endpoint.js';
import { statusOf } from './model-status.js';

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 1000;
/** By default, a router kills the process of a model ten seconds after it was told to exit. */
const MAX_WAIT_MS = 30_000;

/** Unloads a model and waits until it is unloaded, since the router responds as soon as the unload has started. */
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
      `The router accepted the request to unload "${instanceId}", but the model is still running after ${MAX_WAIT_MS / 1000} s. Check the server's log.`,
      { provider: 'llamacpp' },
    );
  });
}
