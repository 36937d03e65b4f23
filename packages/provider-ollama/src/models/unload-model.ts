import type { CallOptions, ProviderContext } from '@lmux/core/provider';
import { generate } from '../completions/endpoint.js';
import type { NativeApi } from '../server/native-api.js';
import { findRunning } from './running-models.js';

/** Pauses between two requests of the list, and the longest wait in all: a response that runs keeps the model until its end. */
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 800;
const MAX_WAIT_MS = 10_000;

/**
 * Unloads a model, and waits until it is not listed any more, since the server responds at once. After ten seconds it returns all the same:
 * the server will unload the model when the responses that run are over.
 */
export function unloadModel(
  api: NativeApi,
  instanceId: string,
  { clock, options }: { readonly clock: ProviderContext['clock']; readonly options: CallOptions },
): Promise<{ instanceId: string }> {
  const call = { method: 'POST', path: `${api.root}/generate`, options } as const;
  return api.http.during(call, async (scope) => {
    const within = { ...options, signal: scope.signal };
    // Any model takes it, embedding models too.
    await generate(api, { model: instanceId, keep_alive: 0 }, within);
    const deadlineMs = clock.now() + MAX_WAIT_MS;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 2)) {
      const model = await findRunning(api, instanceId, within, () => clock.wallNow());
      if (model === undefined || clock.now() >= deadlineMs) return { instanceId };
      await scope.sleep(pauseMs);
    }
  });
}
