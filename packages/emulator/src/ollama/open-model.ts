import { Refusal } from '../shared/http/refusal.js';
import { sendCompactJson } from '../shared/http/send-text.js';
import type { Instance } from '../shared/models/instance.js';
import { LoadFailure } from '../shared/models/load-request.js';
import type { Model } from '../shared/models/model.js';
import type { Exchange } from '../shared/server/exchange.js';
import { evictOldest } from '../shared/store/evict-oldest.js';
import type { OllamaContext } from './ollama-context.js';

/** Maximum number of unloaded instances that wait for the next list of running models. */
const MAX_RETIRED = 100;

/** The load options of a request. */
interface OpenOptions {
  /** `num_ctx`, undefined for the model's maximum. */
  readonly contextLength: number | undefined;
  /** Time in ms for which the model stays loaded afterwards. Undefined means forever, and 0 unloads it. */
  readonly keepAliveMs: number | undefined;
}

/**
 * Returns the instance that serves a request. Loads the model if needed, and reloads it for a different context length.
 */
export async function openModel(context: OllamaContext, model: Model, options: OpenOptions): Promise<Instance> {
  const { registry, loads } = context;
  const contextLength = registry.contextLength(model, { contextLength: options.contextLength });
  const [present] = registry.instancesOf(model);
  if (present !== undefined && present.config.contextLength !== contextLength) registry.retire(present);
  try {
    const instance = await loads.open(model, { options: { contextLength } });
    instance.keepFor(options.keepAliveMs);
    instance.touch(context.nowMs());
    return instance;
  } catch (error) {
    if (!(error instanceof LoadFailure)) throw error;
    throw new Refusal(500, `llama runner process has terminated: ${error.message}`);
  }
}

/** Unloads a model. Replies in progress continue, and the next list of running models still contains it. */
export function closeModel({ registry, retired, nowMs }: OllamaContext, model: Model): void {
  for (const instance of registry.instancesOf(model)) {
    registry.retire(instance);
    retired.set(instance, nowMs());
    evictOldest(retired, { maxCount: MAX_RETIRED });
  }
}

/** Responds to a request without input: loads the model, or unloads it with `keep_alive: 0`. */
export async function loadOrUnload(
  context: OllamaContext,
  exchange: Exchange,
  model: Model,
  options: OpenOptions,
  encode: () => object,
): Promise<void> {
  const unload = options.keepAliveMs === 0;
  if (unload) closeModel(context, model);
  else await openModel(context, model, options);
  exchange.notes.model = model.id;
  const done_reason = unload ? 'unload' : 'load';
  await sendCompactJson(exchange.sink, 200, { ...encode(), done: true, done_reason });
}
