import { pause } from '../http/pause.js';
import type { GenerationStep } from '../model/generation.js';
import type { Instance } from '../registry/instance.js';
import { engineRefusal } from './engine-failure.js';
import type { EngineFault } from './engine-fault.js';

/** What it takes to let an instance speak. */
export interface EngineRun {
  readonly instance: Instance;
  readonly fault: EngineFault | undefined;
  /** Milliseconds before each token. */
  readonly delayMs: number;
  readonly signal: AbortSignal;
  /** Tokens said so far. */
  spoken: number;
}

/** Refuses at once if the fault is to come before the answer. */
export function failAtOnce(fault: EngineFault | undefined, contextLength: number): void {
  if (fault !== undefined && fault.afterTokens === undefined) throw engineRefusal(fault.failure, contextLength);
}

/** Says one step after the other, as fast as the model speaks; throws where the engine fails. */
export async function playSteps(
  run: EngineRun,
  steps: readonly GenerationStep[],
  say?: (step: GenerationStep) => Promise<void>,
): Promise<void> {
  const { instance, fault, delayMs, signal } = run;
  const { contextLength } = instance.config;
  for (const step of steps) {
    await pause(delayMs, signal);
    if (instance.unloaded) throw engineRefusal('unloaded', contextLength);
    if (fault?.afterTokens === run.spoken) throw engineRefusal(fault.failure, contextLength);
    await say?.(step);
    // As in `generate`: the opening of a tool call is no token.
    if (step.kind !== 'tool-call') run.spoken += 1;
  }
}
