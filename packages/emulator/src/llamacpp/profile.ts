import { TokenIds } from '../shared/engine/token-ids.js';
import { bearerToken } from '../lmstudio/check-token.js';
import type { Face } from '../shared/server/server-profile.js';
import type { GenerationContext } from '../shared/server/generation-context.js';
import { llamaEngineRefusal } from './engine-refusal.js';
import { errorFields } from './error-fields.js';
import type { LlamaContext } from './llama-context.js';
import { LlamaRefusal, notFound } from './llama-refusal.js';
import { Downloads } from './models/downloads.js';
import type { DownloadSettings } from './models/downloads.js';
import { Fleet } from './models/model-processes.js';
import { ModelFeed } from './models/model-events.js';
import { llamaRoutes } from './routes.js';
import { sendReply } from './send-reply.js';
import { ConversationStore } from './streams/conversation-store.js';

/** Settings of a llama-server. */
interface LlamaSettings extends DownloadSettings {
  /** Many models, each in a process of its own; or one. */
  readonly router: boolean;
}

const FREE_PATHS = new Set(['/health', '/v1/health']);

/** llama.cpp's llama-server. */
export function llamaCppFace(generation: GenerationContext, settings: LlamaSettings): Face {
  const { registry } = generation;
  const { nowMs, router } = settings;
  const feed = new ModelFeed();
  const context: LlamaContext = {
    ...generation,
    engineRefusal: llamaEngineRefusal,
    router,
    feed,
    fleet: new Fleet(registry, feed, nowMs),
    downloads: new Downloads(registry, feed, settings),
    conversations: new ConversationStore(nowMs, registry.settings.closing),
    tokenIds: new TokenIds(),
    nowMs,
  };
  const [served] = registry.models;
  if (!router && served !== undefined && registry.instances.length === 0) context.fleet.begin(served);
  return {
    routes: new Map(llamaRoutes(context)),
    unknownRoute: () => {
      throw notFound();
    },
    checkToken: (tokens, { path, headers }) => {
      const key = bearerToken(headers.authorization) ?? headers['x-api-key'];
      const known = typeof key === 'string' && tokens.includes(key);
      if (!known && !FREE_PATHS.has(path)) throw new LlamaRefusal(401, 'Invalid API Key');
    },
    refuse: (sink, _record, refusal, headers) =>
      sendReply(sink, refusal.status, { error: errorFields(refusal) }, headers),
    errorShape: () => 'llamacpp',
  };
}
