import type { Refusal } from '../http/refusal.js';
import type { Instance } from '../models/instance.js';
import { delay } from '../signals/delay.js';
import type { EngineFailure, EngineFault } from './engine-failure.js';
import type { GenerationStep } from './generation.js';

/** The error reply to a failure of the engine. */
export type EngineRefusal = (failure: EngineFailure, contextLength: number) => Refusal;

/** The milliseconds that statistics give for a token if it takes no time: a number above zero, always the same. */
const LEAST_MS_PER_TOKEN = 5;

/** The milliseconds that statistics give for each token of a reply. */
export function reportedMsPerToken(delayMs: number): number {
  return Math.max(delayMs, LEAST_MS_PER_TOKEN);
}

/** What it takes to let an instance generate. */
export interface EngineRun {
  readonly instance: Instance;
  readonly fault: EngineFault | undefined;
  /** How the server that is played reports a failure. */
  readonly refusal: EngineRefusal;
  /** Milliseconds before each token. */
  readonly delayMs: number;
  readonly signal: AbortSignal;
  /** Tokens generated so far. */
  generated: number;
}

/** Refuses at once if the fault is to come before the response. */
export function failAtOnce(fault: EngineFault | undefined, contextLength: number, refusal: EngineRefusal): void {
  if (fault !== undefined && fault.afterTokens === undefined) throw refusal(fault.failure, contextLength);
}

/** Emits one step after the other, at the pace of the model; throws where the engine fails. */
export async function playSteps(
  run: EngineRun,
  steps: readonly GenerationStep[],
  onStep?: (step: GenerationStep) => Promise<void>,
): Promise<void> {
  const { instance, fault, refusal, delayMs, signal } = run;
  const { contextLength } = instance.config;
  for (const step of steps) {
    await delay(delayMs, signal);
    if (instance.unloaded) throw refusal('unloaded', contextLength);
    if (fault?.afterTokens === run.generated) throw refusal(fault.failure, contextLength);
    await onStep?.(step);
    // As in `generate`: the opening of a tool call is no token.
    if (step.kind !== 'tool-call') run.generated += 1;
  }
}
