import type { LlamaCppModel, LlamaCppModelStatus } from './wire.js';

/** How a model stands. A server of one model says nothing of that, and answers only while it is loaded. */
export function statusOf({ status }: LlamaCppModel): LlamaCppModelStatus['value'] {
  return typeof status?.value === 'string' ? status.value : 'loaded';
}

/** Whether its process is up: one that sleeps has given its memory back, and takes it again by itself. */
export function isRunning(entry: LlamaCppModel): boolean {
  const status = statusOf(entry);
  return status === 'loaded' || status === 'sleeping';
}
