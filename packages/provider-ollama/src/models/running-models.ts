import type { CallOptions, IncomingJson } from '@lmux/core/provider';
import type { NativeApi } from '../server/native-api.js';
import { list, running } from './endpoint.js';
import { canonicalName } from './model-name.js';
import type { OllamaModel, OllamaRunningModel } from './wire.js';

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

function findNamed<Entry extends OllamaRunningModel | OllamaModel>(
  entries: readonly Entry[],
  name: string,
): Entry | undefined {
  const canonical = canonicalName(name);
  return entries.find(
    (entry: IncomingJson) => typeof entry?.name === 'string' && canonicalName(entry.name) === canonical,
  );
}

/**
 * Which of the running models an installed one is. To the server, names of one digest are one model, which it lists by the name that it was
 * loaded by.
 */
export function runningAs(
  installed: OllamaModel,
  models: readonly OllamaRunningModel[],
): OllamaRunningModel | undefined {
  const { name, digest }: IncomingJson = installed;
  const named = findNamed(models, name);
  return named ?? (typeof digest === 'string' ? models.find((entry) => entry.digest === digest) : undefined);
}

/** The running model that has this name, with or without its tag, or is the same model by another name. */
export async function findRunning(
  api: NativeApi,
  name: string,
  options: CallOptions | undefined,
  wallNow: () => number,
): Promise<OllamaRunningModel | undefined> {
  const models = await runningModels(api, options, wallNow);
  const named = findNamed(models, name);
  // With nothing else in memory there is no other name to look for.
  if (named !== undefined || models.length === 0) return named;
  const installed = findNamed((await list(api, options)).models, name);
  return installed === undefined ? undefined : runningAs(installed, models);
}
