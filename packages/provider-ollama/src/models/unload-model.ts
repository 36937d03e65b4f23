import type { CallOptions, ProviderContext } from '@lmux/core/provider';
import { optionalResult } from '@lmux/core/provider/json';
import { generate } from '../completions/endpoint.js';
import type { NativeApi } from '../server/native-api.js';
import type { LoadSettings } from './load-settings.js';
import { findRunning } from './running-models.js';

/** Pauses between two requests for the list, and the maximum wait: a response in progress keeps the model loaded until it ends. */
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 800;
const MAX_WAIT_MS = 10_000;

/**
 * Unloads a model and waits until it is no longer listed, since the server responds immediately. It also returns after ten seconds: the
 * server then unloads the model when the responses in progress have ended.
 */
export function unloadModel(
  api: NativeApi,
  instanceId: string,
  {
    clock,
    options,
    settings,
  }: { readonly clock: ProviderContext['clock']; readonly options: CallOptions; readonly settings: LoadSettings },
): Promise<{ instanceId: string }> {
  const call = { method: 'POST', path: `${api.root}/generate`, options } as const;
  return api.http.during(call, async (scope) => {
    const within = { ...options, signal: scope.signal };
    // Works for any model, including embedding models.
    await generate(api, { model: instanceId, keep_alive: 0 }, within);
    settings.forget(instanceId);
    const deadlineMs = clock.now() + MAX_WAIT_MS;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 2)) {
      // The server has accepted the unload, even if the list cannot be requested.
      const model = await optionalResult(findRunning(api, instanceId, within, () => clock.wallNow()));
      if (model === undefined || clock.now() >= deadlineMs) return { instanceId };
      await scope.sleep(pauseMs);
    }
  });
}
