import type { Refusal } from '../http/refusal.js';
import type { Instance } from '../models/instance.js';
import { delay } from '../signals/delay.js';
import type { EngineFailure, EngineFault } from './engine-failure.js';
import type { GenerationStep } from './generation.js';

/** Creates the error response for an engine failure. */
export type EngineRefusal = (failure: EngineFailure, contextLength: number) => Refusal;

/** Minimum time in ms per token in statistics. It is constant and above zero, even if a token takes no time. */
const LEAST_MS_PER_TOKEN = 5;

/** Returns the time in ms per token that statistics report. */
export function reportedMsPerToken(delayMs: number): number {
  return Math.max(delayMs, LEAST_MS_PER_TOKEN);
}

/** The parameters and the progress of a generation. */
export interface EngineRun {
  readonly instance: Instance;
  readonly fault: EngineFault | undefined;
  /** Creates the error that the emulated server sends for a failure. */
  readonly refusal: EngineRefusal;
  /** Delay in ms before each token. */
  readonly delayMs: number;
  readonly signal: AbortSignal;
  /** Number of tokens generated so far. */
  generated: number;
}

/** Throws the error of a fault that occurs before the response. */
export function failAtOnce(fault: EngineFault | undefined, contextLength: number, refusal: EngineRefusal): void {
  if (fault !== undefined && fault.afterTokens === undefined) throw refusal(fault.failure, contextLength);
}

/** Emits the steps one after the other, with the delay of the model. Throws if the engine fails. */
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
    // As in `generate`, the start of a tool call is not a token.
    if (step.kind !== 'tool-call') run.generated += 1;
  }
}
