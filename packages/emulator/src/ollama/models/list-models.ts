import { sendCompactJson } from '../../shared/http/send-text.js';
import type { Instance } from '../../shared/models/instance.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { digestOf } from '../model-digest.js';
import { withTag } from '../model-name.js';
import type { OllamaContext } from '../ollama-context.js';
import { encodeDetails } from './encode-details.js';

/** GET /api/tags: lists the installed models. */
export function listModels({ registry, since }: OllamaContext): Endpoint {
  return async ({ sink }) => {
    const models = registry.models.map((model) => ({
      name: withTag(model.id),
      model: withTag(model.id),
      modified_at: new Date(since).toISOString(),
      size: model.sizeBytes,
      digest: digestOf(model),
      details: encodeDetails(model),
    }));
    await sendCompactJson(sink, 200, { models });
  };
}

/** The maximum of Go's duration, about 292 years, which Ollama uses for "forever". */
const FOR_EVER_MS = 2 ** 63 / 1e6;

/** Ratio of a model's size in memory to its size on disk. */
const OVERHEAD = 1.4;

/** GET /api/ps: lists the loaded models. Models that were just unloaded appear one last time. */
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
    digest: digestOf(model),
    details: encodeDetails(model),
    expires_at: new Date(expiresAt).toISOString(),
    size_vram: size,
    context_length: config.contextLength,
  };
}
