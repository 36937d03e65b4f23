import type { LlamaCppModel, LlamaCppModelStatus } from './wire.js';

/** Returns the status of a model. A server with a single model reports none, and responds only while the model is loaded. */
export function statusOf({ status }: LlamaCppModel): LlamaCppModelStatus['value'] {
  return typeof status?.value === 'string' ? status.value : 'loaded';
}

/** True if the process of a model is running. A sleeping model has released its memory and loads again on demand. */
export function isRunning(entry: LlamaCppModel): boolean {
  const status = statusOf(entry);
  return status === 'loaded' || status === 'sleeping';
}
