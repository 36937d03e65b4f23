import type { CallOptions, IncomingJson } from '@lmux/core/provider';
import type { NativeApi } from '../server/native-api.js';
import { running } from './endpoint.js';
import { canonicalName } from './model-name.js';
import type { OllamaRunningModel } from './wire.js';

function isOver(entry: IncomingJson, nowMs: number): boolean {
  const until = Date.parse(entry.expires_at);
  return Number.isFinite(until) && until <= nowMs;
}

/**
 * What is in memory, without what is being unloaded: that is still listed for a moment, with an end in the past. Past by the server's own
 * time, as its answer tells: clocks of two machines differ.
 *
 * @param wallNow Calendar time here, for answers without a date.
 */
export async function runningModels(
  api: NativeApi,
  options: CallOptions | undefined,
  wallNow: () => number,
): Promise<OllamaRunningModel[]> {
  const { body, headers } = await running(api, options);
  const told = Date.parse(headers['date'] ?? '');
  const nowMs = Number.isFinite(told) ? told : wallNow();
  return body.models.filter((entry: IncomingJson) => typeof entry?.name === 'string' && !isOver(entry, nowMs));
}

/** The one of a name, with or without its tag. */
export function findRunning(models: readonly OllamaRunningModel[], name: string): OllamaRunningModel | undefined {
  const canonical = canonicalName(name);
  return models.find((entry) => canonicalName(entry.name) === canonical);
}
