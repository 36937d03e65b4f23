import { failAtOnce } from '../engine/engine-run.js';
import type { EngineRefusal, EngineRun } from '../engine/engine-run.js';
import type { ReplyOption } from '../engine/reply.js';
import type { Instance } from '../models/instance.js';
import type { ModelRegistry } from '../models/model-registry.js';
import type { Slots } from '../signals/slots.js';
import type { Exchange } from './exchange.js';

/** The state that the endpoints of all servers share. */
export interface EmulatorContext {
  readonly registry: ModelRegistry;
  /** Limits the number of concurrent generations. */
  readonly slots: Slots;
  readonly reply: ReplyOption | undefined;
  /** Delay in ms before each token. */
  readonly delayMs: number;
  /** Returns the next number for ids. Sequential numbers instead of random ones keep replies reproducible. */
  readonly nextId: () => number;
  /** Returns the time in milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** The state that all endpoints that generate share. */
export interface GenerationContext extends EmulatorContext {
  /** Creates the error that the emulated server sends for an engine failure. */
  readonly engineRefusal: EngineRefusal;
}

/** Runs `work` with an instance as soon as a slot is free. The instance does not expire meanwhile. */
export function withEngine(
  { registry, slots, delayMs, engineRefusal: refusal }: GenerationContext,
  { signal, engineFault }: Exchange,
  instance: Instance,
  work: (engine: EngineRun) => Promise<void>,
): Promise<void> {
  const engine: EngineRun = { instance, fault: engineFault, refusal, delayMs, signal, generated: 0 };
  return registry.using(instance, () =>
    slots.run(signal, () => {
      failAtOnce(engineFault, instance.config.contextLength, refusal);
      return work(engine);
    }),
  );
}
