import { sendCompactJson } from '../../shared/http/send-text.js';
import type { Instance } from '../../shared/models/instance.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { withTag } from '../model-name.js';
import type { OllamaContext } from '../ollama-context.js';
import { digestOf, encodeDetails } from './encode-details.js';

/** GET /api/tags: what is installed. */
export function listModels({ registry, since }: OllamaContext): Endpoint {
  return async ({ sink }) => {
    const models = registry.models.map((model) => ({
      name: withTag(model.id),
      model: withTag(model.id),
      modified_at: new Date(since).toISOString(),
      size: model.sizeBytes,
      digest: digestOf(model.id),
      details: encodeDetails(model),
    }));
    await sendCompactJson(sink, 200, { models });
  };
}

/** As long as Go's duration can be, which is what "for ever" becomes: some 292 years. */
const FOR_EVER_MS = 2 ** 63 / 1e6;

/** In memory a model takes this much more than on disk. */
const OVERHEAD = 1.4;

/** GET /api/ps: what is in memory, the last used first. Models just unloaded are in it once more. */
export function listRunning({ registry, retired, nowMs }: OllamaContext): Endpoint {
  return async ({ sink }) => {
    const now = nowMs();
    const running = registry.instances.map((instance) => {
      const remaining = instance.remainingMs(now) ?? FOR_EVER_MS;
      return encodeRunning(instance, now + remaining);
    });
    const gone = [...retired].map(([instance, at]) => encodeRunning(instance, at));
    retired.clear();
    await sendCompactJson(sink, 200, { models: [...running, ...gone] });
  };
}

function encodeRunning({ model, config }: Instance, expiresAt: number): object {
  const size = Math.round(model.sizeBytes * OVERHEAD);
  return {
    name: withTag(model.id),
    model: withTag(model.id),
    size,
    digest: digestOf(model.id),
    details: encodeDetails(model),
    expires_at: new Date(expiresAt).toISOString(),
    size_vram: size,
    context_length: config.contextLength,
  };
}
