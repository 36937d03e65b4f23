import { pause } from '../signals/delay.js';
import type { GenerationStep } from './generation.js';
import type { Instance } from '../models/instance.js';
import type { Refusal } from '../http/refusal.js';
import type { EngineFailure } from './engine-failure.js';
import type { EngineFault } from './engine-fault.js';

/** The error reply to a failure of the engine. */
export type EngineRefusal = (failure: EngineFailure, contextLength: number) => Refusal;

/** What it takes to let an instance speak. */
export interface EngineRun {
  readonly instance: Instance;
  readonly fault: EngineFault | undefined;
  /** How the server that is played reports a failure. */
  readonly refusal: EngineRefusal;
  /** Milliseconds before each token. */
  readonly delayMs: number;
  readonly signal: AbortSignal;
  /** Tokens said so far. */
  spoken: number;
}

/** Refuses at once if the fault is to come before the answer. */
export function failAtOnce(fault: EngineFault | undefined, contextLength: number, refusal: EngineRefusal): void {
  if (fault !== undefined && fault.afterTokens === undefined) throw refusal(fault.failure, contextLength);
}

/** Says one step after the other, as fast as the model speaks; throws where the engine fails. */
export async function playSteps(
  run: EngineRun,
  steps: readonly GenerationStep[],
  say?: (step: GenerationStep) => Promise<void>,
): Promise<void> {
  const { instance, fault, refusal, delayMs, signal } = run;
  const { contextLength } = instance.config;
  for (const step of steps) {
    await pause(delayMs, signal);
    if (instance.unloaded) throw refusal('unloaded', contextLength);
    if (fault?.afterTokens === run.spoken) throw refusal(fault.failure, contextLength);
    await say?.(step);
    // As in `generate`: the opening of a tool call is no token.
    if (step.kind !== 'tool-call') run.spoken += 1;
  }
}
