import type { EmulatorOptions } from './options.js';
import { guardCallback } from './guard-callback.js';
import { SERVER_PROFILES } from './server-profiles.js';
import type { FaultQueue } from './shared/faults/fault-queue.js';
import { seedRegistry } from './shared/models/model-registry.js';
import type { ModelRegistry } from './shared/models/model-registry.js';
import type { EmulatorContext } from './shared/server/generation-context.js';
import type { HandlerContext } from './shared/server/request-handler.js';
import { AllowedHosts } from './shared/server/allowed-hosts.js';
import { BodyReader } from './shared/server/request-body.js';
import type { RequestJournal } from './shared/server/request-journal.js';
import type { Slots } from './shared/signals/slots.js';

/** The objects that the running emulator itself reads. */
interface Parts {
  readonly journal: RequestJournal;
  readonly faults: FaultQueue;
  readonly slots: Slots;
  /** The host to listen on. */
  readonly host: string;
  readonly closing: AbortSignal;
}

/** Builds everything behind the socket from the options. */
export function buildContext(
  options: EmulatorOptions,
  { slots, host, ...parts }: Parts,
): HandlerContext & { readonly registry: ModelRegistry } {
  const entry = SERVER_PROFILES[options.as ?? 'lmstudio'];
  const { models = entry.defaultModels, nowMs = Date.now, loadMs = 0, downloadMs = 10_000 } = options;
  const definitions = entry.selectModels?.(models, options) ?? models;
  const auth = typeof options.auth === 'string' ? { tokens: [options.auth] } : (options.auth ?? { tokens: [] });
  const registry = seedRegistry(definitions, {
    jit: options.jit ?? true,
    loadMs,
    parallel: options.parallel ?? 4,
    oneJustInTime: entry.oneJustInTime,
    nowMs,
    closing: parts.closing,
  });
  let lastId = 0;
  const emulator: EmulatorContext = {
    registry,
    slots,
    reply: options.reply,
    delayMs: options.delayMs ?? 0,
    nextId: () => (lastId += 1),
    nowMs,
  };
  const profile = entry.create(emulator, {
    options,
    downloads: { definitions, downloadMs },
    // Without tokens, no request can be denied a plugin.
    allowedPlugins: auth.tokens.length > 0 ? auth.plugins : undefined,
  });
  return {
    ...parts,
    registry,
    profile,
    hosts: new AllowedHosts(host, options.allowedHosts, (name) => profile.allowsHost?.(name) === true),
    bodies: new BodyReader(),
    tokens: auth.tokens,
    cors: options.cors ?? false,
    tick: () => {
      profile.tick?.();
      registry.expire();
    },
    log: guardCallback('log function', options.log ?? (() => undefined)),
  };
}
