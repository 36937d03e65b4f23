import { TokenIds } from '../shared/engine/token-ids.js';
import { sseFormat } from '../shared/faults/stream-format.js';
import type { DownloadSettings } from '../shared/models/download-job.js';
import type { ModelDefinition } from '../shared/models/model-definition.js';
import { bearerToken } from '../shared/server/exchange.js';
import type { EmulatorContext } from '../shared/server/generation-context.js';
import type { ServerProfile } from '../shared/server/server-profile.js';
import { engineRefusal } from './engine-refusal.js';
import type { LlamaContext } from './llama-context.js';
import { encodeError, LlamaRefusal, notFound } from './llama-refusal.js';
import { Downloads } from './models/downloads.js';
import { ModelEvents } from './models/model-events.js';
import { ModelProcesses } from './models/model-processes.js';
import { llamaRoutes } from './routes.js';
import { sendReply } from './send-reply.js';
import { ConversationStore } from './streams/conversation-store.js';

/** Settings of an emulated llama-server. */
interface LlamaSettings extends DownloadSettings {
  /** True for a router of many models, each in its own process. False for a single-model server. */
  readonly router: boolean;
}

const FREE_PATHS = new Set(['/health', '/v1/health']);

const ENGINE_PATHS = new Set(['/v1/chat/completions', '/v1/completions', '/v1/embeddings']);

/** Creates the profile of llama.cpp's llama-server. */
export function llamaCppProfile(emulator: EmulatorContext, settings: LlamaSettings): ServerProfile {
  const { registry, nowMs } = emulator;
  const { router } = settings;
  const events = new ModelEvents();
  const context: LlamaContext = {
    ...emulator,
    engineRefusal,
    router,
    events,
    processes: new ModelProcesses(registry, events, nowMs),
    downloads: new Downloads(emulator, events, settings),
    conversations: new ConversationStore(nowMs, registry.settings.closing),
    tokenIds: new TokenIds(),
  };
  const [served] = registry.models;
  if (!router && served !== undefined && registry.instances.length === 0) context.processes.begin(served);
  return {
    routes: new Map(llamaRoutes(context)),
    unknownRoute: () => {
      throw notFound();
    },
    enginePaths: ENGINE_PATHS,
    checkToken: (tokens, { path, headers }) => {
      const key = bearerToken(headers.authorization) ?? headers['x-api-key'];
      const known = typeof key === 'string' && tokens.includes(key);
      if (!known && !FREE_PATHS.has(path)) throw new LlamaRefusal(401, 'Invalid API Key');
    },
    refuse: (sink, _record, refusal, headers) => sendReply(sink, refusal.status, encodeError(refusal), headers),
    streamFormat: () => sseFormat('numeric-code'),
  };
}

/** Selects the model of a single-model server: the first chat model, or else the first model. */
export function servedModels(definitions: readonly ModelDefinition[], loadMs: number): readonly ModelDefinition[] {
  const here = definitions.filter(({ download }) => download === undefined);
  const served = here.find(({ type }) => type !== 'embedding') ?? here[0];
  // With a load time, the model is not loaded at startup.
  return served === undefined ? [] : [{ ...served, loaded: loadMs === 0 }];
}
