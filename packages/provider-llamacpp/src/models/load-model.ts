import {
  isApiError,
  LmError,
  type CallOptions,
  type HttpClient,
  type LoadedInstance,
  type LoadProgress,
  type LoadRequest,
  type WithModel,
} from '@lmux/core/provider';
import { readNumber } from '@lmux/core/provider/json';
import { decodeModels, findModel } from './decode-models.js';
import { encodeLoad, settingWarnings } from './encode-model-request.js';
import { loadModel as postLoad, listRouterModels } from './endpoint.js';
import { decodeLoadProgress } from './decode-progress.js';
import { statusOf } from './model-status.js';
import { ModelSubscription, type SubscriptionParts } from './model-subscription.js';
import type { LlamaCppModel, LlamaCppStatusEvent } from './wire.js';

type OnProgress = ((progress: LoadProgress) => void) | undefined;

/** True if the router rejected the load because the model is already running or being loaded. */
function isRunningAlready(error: unknown): boolean {
  return isApiError(error) && error.status === 400 && /already running/i.test(error.message);
}

/** Starts the load. Resolves to false if the model is already running or being loaded. */
async function begin(http: HttpClient, request: WithModel<LoadRequest>, options: CallOptions): Promise<boolean> {
  try {
    await postLoad(http, encodeLoad(request), options);
    return true;
  } catch (error) {
    if (isRunningAlready(error)) return false;
    if (!isApiError(error) || error.status !== 404) throw error;
    throw new LmError(
      'model_not_found',
      `The router has no model "${request.model}". Call models.list() for its models. To find a file that was added after the router started, request GET /models?reload=1.`,
      { provider: 'llamacpp', cause: error },
    );
  }
}

function loadFailed(model: string, entry: LlamaCppModel | undefined): LmError {
  const code = readNumber(entry?.status?.exit_code);
  const how = code === undefined ? 'exited' : `exited with exit code ${code}`;
  return new LmError(
    'model_load_failed',
    `The router started to load "${model}", but the model's process ${how} before the model was loaded. Check the server's log. Common causes are a damaged or missing file and too little memory.`,
    { provider: 'llamacpp' },
  );
}

/** Waits until the model is loaded, and returns its entry in the list. */
async function untilLoaded(
  parts: SubscriptionParts,
  subscription: ModelSubscription,
  model: string,
  onProgress: OnProgress,
) {
  const { http, options } = parts;
  const report = (value: unknown): void => {
    const progress = decodeLoadProgress(value);
    if (progress !== undefined) onProgress?.(progress);
  };
  for (;;) {
    // The list decides, since an event may be late. It is requested before the first event and after each event that may mean the end.
    const entry = findModel(await listRouterModels(http, options), model);
    const status = entry === undefined ? 'unloaded' : statusOf(entry);
    if (entry !== undefined && (status === 'loaded' || status === 'sleeping')) return entry;
    if (status === 'unloaded') throw loadFailed(model, entry);
    report(entry?.status?.progress);
    const name = entry?.id ?? model;
    for (;;) {
      const event = await subscription.next();
      if (event === undefined) break;
      if (event.model !== name) continue;
      const data = event.data as Partial<LlamaCppStatusEvent> | undefined;
      if (data?.status !== 'loading') break;
      report(data.progress);
    }
  }
}

/** Loads a model and waits until it is loaded. Subscribes to the events first, because a small model loads within milliseconds. */
export function loadModel(
  http: HttpClient,
  request: WithModel<LoadRequest>,
  options: CallOptions,
  parts: { readonly now: () => number; readonly onProgress: OnProgress },
): Promise<LoadedInstance> {
  const call = { method: 'POST', path: '/models/load', options, longRunning: true } as const;
  return http.during(call, async (scope) => {
    const inner = { http, scope, options: { ...options, signal: scope.signal } };
    const subscription = new ModelSubscription(inner);
    try {
      await subscription.open();
      const startedMs = parts.now();
      const begun = await begin(http, request, inner.options);
      const entry = await untilLoaded(inner, subscription, request.model, parts.onProgress);
      const [info] = decodeModels({ data: [entry] });
      return {
        instanceId: entry.id,
        type: info?.type ?? 'unknown',
        loadSeconds: begun ? (parts.now() - startedMs) / 1000 : 0,
        contextLength: info?.contextLength,
        config: info?.instances[0]?.config,
        warnings: settingWarnings(request, entry),
      };
    } finally {
      subscription.close();
    }
  });
}
