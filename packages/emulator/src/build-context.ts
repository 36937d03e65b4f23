import { ChatStore } from './lmstudio/native/chat/chat-store.js';
import { DownloadCenter } from './lmstudio/native/downloads/download-center.js';
import { engineRefusal } from './shared/engine/engine-failure.js';
import type { FaultQueue } from './shared/faults/fault-queue.js';
import { llamaCppFace } from './llamacpp/profile.js';
import { servedModels } from './llamacpp/served-models.js';
import { lmStudioFace } from './lmstudio/profile.js';
import { DEFAULT_MODELS } from './shared/models/default-models.js';
import type { ModelDefinition } from './shared/models/model-definition.js';
import { ollamaFace } from './ollama/profile.js';
import type { EmulatorOptions } from './options.js';
import type { ModelRegistry } from './shared/models/model-registry.js';
import { seedRegistry } from './shared/models/seed-registry.js';
import type { Face } from './shared/server/server-profile.js';
import type { GenerationContext } from './shared/server/generation-context.js';
import type { HandlerContext } from './shared/server/request-handler.js';
import type { RequestJournal } from './shared/server/request-journal.js';
import type { Slots } from './shared/signals/slots.js';

/** What the emulator itself looks at while it runs. */
export interface Parts {
  readonly journal: RequestJournal;
  readonly faults: FaultQueue;
  readonly slots: Slots;
  readonly closing: AbortSignal;
}

/** What every face is built from. */
interface Ground {
  readonly options: EmulatorOptions;
  readonly definitions: readonly ModelDefinition[];
  readonly generation: GenerationContext;
  readonly nowMs: () => number;
  readonly tokens: readonly string[];
  readonly allowedPlugins: readonly string[] | undefined;
}

/** A face, and what the clock makes due in it. */
interface Play {
  readonly face: Face;
  readonly tick: () => void;
}

/** Builds everything behind the socket from the options. */
export function buildContext(
  options: EmulatorOptions,
  { slots, ...parts }: Parts,
): HandlerContext & { readonly registry: ModelRegistry } {
  const given = options.models ?? DEFAULT_MODELS;
  const definitions =
    options.as === 'llamacpp' && options.router === false ? servedModels(given, options.loadMs ?? 0) : given;
  const nowMs = options.nowMs ?? Date.now;
  const auth = typeof options.auth === 'string' ? { tokens: [options.auth] } : (options.auth ?? { tokens: [] });
  const registry = seedRegistry(definitions, {
    jit: options.jit ?? true,
    loadMs: options.loadMs ?? 0,
    parallel: options.parallel ?? 4,
    oneJustInTime: (options.as ?? 'lmstudio') === 'lmstudio',
    nowMs,
    closing: parts.closing,
  });
  let lastId = 0;
  const generation = {
    registry,
    slots,
    reply: options.reply,
    delayMs: options.delayMs ?? 0,
    engineRefusal,
    nextId: () => (lastId += 1),
  };
  // Without tokens there is nobody who could be denied anything.
  const allowedPlugins = auth.tokens.length > 0 ? auth.plugins : undefined;
  const play = playAs({ options, definitions, generation, nowMs, tokens: auth.tokens, allowedPlugins });
  return {
    ...parts,
    registry,
    face: play.face,
    tokens: auth.tokens,
    cors: options.cors ?? false,
    tick: () => {
      play.tick();
      registry.expire();
    },
    log: options.log ?? (() => undefined),
  };
}

function playAs(ground: Ground): Play {
  const { options, definitions, generation, nowMs } = ground;
  const downloadMs = options.downloadMs ?? 10_000;
  switch (options.as ?? 'lmstudio') {
    case 'ollama':
      return { face: ollamaFace(generation, { definitions, downloadMs, nowMs }), tick: () => undefined };
    case 'llamacpp': {
      const router = options.router ?? true;
      return { face: llamaCppFace(generation, { definitions, downloadMs, nowMs, router }), tick: () => undefined };
    }
    default:
      return playLmStudio(ground, downloadMs);
  }
}

function playLmStudio({ options, definitions, generation, nowMs, allowedPlugins }: Ground, downloadMs: number): Play {
  const { registry, nextId } = generation;
  const downloads = new DownloadCenter(registry, { definitions, downloadMs, nowMs, nextId });
  const context = {
    ...generation,
    chats: new ChatStore(nowMs),
    downloads,
    plugins: options.plugins ?? {},
    allowedPlugins,
    nowMs,
  };
  return { face: lmStudioFace(context, options.nativeApi ?? true), tick: () => downloads.deliver() };
}
