import { failAtOnce } from '../engine/engine-run.js';
import type { EngineRefusal, EngineRun } from '../engine/engine-run.js';
import type { ReplyOption } from '../engine/reply.js';
import type { Instance } from '../models/instance.js';
import type { ModelRegistry } from '../models/model-registry.js';
import type { Slots } from '../signals/slots.js';
import type { Exchange } from './exchange.js';

/** What the endpoints of every server share. */
export interface EmulatorContext {
  readonly registry: ModelRegistry;
  /** Generations running at once. */
  readonly slots: Slots;
  readonly reply: ReplyOption | undefined;
  /** Milliseconds between tokens. */
  readonly delayMs: number;
  /** The next number for ids; counting instead of chance keeps replies repeatable. */
  readonly nextId: () => number;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** What every endpoint that generates needs. */
export interface GenerationContext extends EmulatorContext {
  /** How the server that is played reports a failure of its engine. */
  readonly engineRefusal: EngineRefusal;
}

/** Runs `work` with an instance as soon as a slot is free; meanwhile the instance does not expire. */
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
