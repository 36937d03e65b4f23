import { ChatStore } from './chats/chat-store.js';
import { DownloadCenter } from './downloads/download-center.js';
import type { FaultQueue } from './faults/fault-queue.js';
import { DEFAULT_MODELS } from './model/default-models.js';
import { nativeRoutes } from './native/routes.js';
import { openaiRoutes } from './openai/routes.js';
import type { EmulatorOptions } from './options.js';
import type { ModelRegistry } from './registry/model-registry.js';
import { seedRegistry } from './registry/seed-registry.js';
import { greetingRoute } from './server/greeting.js';
import type { HandlerContext } from './server/request-handler.js';
import type { RequestJournal } from './server/request-journal.js';
import type { Slots } from './server/slots.js';

/** What the emulator itself looks at while it runs. */
export interface Parts {
  readonly journal: RequestJournal;
  readonly faults: FaultQueue;
  readonly slots: Slots;
  readonly closing: AbortSignal;
}

/** Builds everything behind the socket from the options. */
export function buildContext(
  options: EmulatorOptions,
  { slots, ...parts }: Parts,
): HandlerContext & { readonly registry: ModelRegistry } {
  const definitions = options.models ?? DEFAULT_MODELS;
  const nowMs = options.nowMs ?? Date.now;
  const nativeApi = options.nativeApi ?? true;
  const auth = typeof options.auth === 'string' ? { tokens: [options.auth] } : (options.auth ?? { tokens: [] });
  const registry = seedRegistry(definitions, {
    jit: options.jit ?? true,
    loadMs: options.loadMs ?? 0,
    parallel: options.parallel ?? 4,
    nowMs,
    closing: parts.closing,
  });
  let lastId = 0;
  const nextId = (): number => (lastId += 1);
  const downloads = new DownloadCenter(registry, {
    definitions,
    downloadMs: options.downloadMs ?? 10_000,
    nowMs,
    nextId,
  });
  const generation = { registry, slots, reply: options.reply, delayMs: options.delayMs ?? 0, nextId };
  const native = nativeRoutes({
    ...generation,
    chats: new ChatStore(nowMs),
    downloads,
    plugins: options.plugins ?? {},
    // Without tokens there is nobody who could be denied anything.
    allowedPlugins: auth.tokens.length > 0 ? auth.plugins : undefined,
    nowMs,
  });
  return {
    ...parts,
    registry,
    routes: new Map([...(nativeApi ? native : []), ...openaiRoutes(generation), greetingRoute]),
    nativeApi,
    tokens: auth.tokens,
    cors: options.cors ?? false,
    tick: () => {
      downloads.deliver();
      registry.expire();
    },
    log: options.log ?? (() => undefined),
  };
}
