import { Refusal } from '../shared/http/refusal.js';
import type { Model } from '../shared/models/model.js';
import type { Instance } from '../shared/models/instance.js';
import { LoadFailure } from '../shared/models/load-failure.js';
import type { OllamaContext } from './ollama-context.js';

/** How a request wants its model. */
interface OpenWishes {
  /** `num_ctx`; undefined for the most that the model has. */
  readonly contextLength: number | undefined;
  /** Milliseconds that it stays afterwards; undefined for ever, 0 not at all. */
  readonly keepAliveMs: number | undefined;
}

/** The instance that answers: loaded if it is not there, and anew if it has another context. */
export async function openModel(context: OllamaContext, model: Model, wishes: OpenWishes): Promise<Instance> {
  const { registry, loads } = context;
  const wanted = registry.contextLength(model, { contextLength: wishes.contextLength });
  const [present] = registry.instancesOf(model);
  if (present !== undefined && present.config.contextLength !== wanted) registry.retire(present);
  try {
    const instance = await loads.open(model, { wishes: { contextLength: wanted } });
    instance.keepFor(wishes.keepAliveMs);
    instance.touch(context.nowMs());
    return instance;
  } catch (error) {
    if (!(error instanceof LoadFailure)) throw error;
    throw new Refusal(500, `llama runner process has terminated: ${error.message}`);
  }
}

/** Takes a model out of memory; answers that it is giving go on, and one list of running models still has it. */
export function closeModel({ registry, leaving, nowMs }: OllamaContext, model: Model): void {
  for (const instance of registry.instancesOf(model)) {
    registry.retire(instance);
    leaving.set(instance, nowMs());
  }
}
