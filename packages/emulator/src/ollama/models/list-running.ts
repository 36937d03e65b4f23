import type { Instance } from '../../shared/models/instance.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { withTag } from '../model-name.js';
import type { OllamaContext } from '../ollama-context.js';
import { sendReply } from '../send-reply.js';
import { digestOf, encodeDetails } from './encode-details.js';

/** As long as Go's duration can be, which is what "for ever" becomes: some 292 years. */
const FOR_EVER_MS = 2 ** 63 / 1e6;

/** In memory a model takes this much more than on disk. */
const OVERHEAD = 1.4;

/** GET /api/ps: what is in memory, the last used first. Models just unloaded are in it once more. */
export function listRunning({ registry, leaving, nowMs }: OllamaContext): Endpoint {
  return async ({ sink }) => {
    const now = nowMs();
    const running = registry.instances.map((instance) => {
      const remaining = instance.remainingMs(now) ?? FOR_EVER_MS;
      return encodeRunning(instance, now + remaining);
    });
    const gone = [...leaving].map(([instance, at]) => encodeRunning(instance, at));
    leaving.clear();
    await sendReply(sink, 200, { models: [...running, ...gone] });
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
