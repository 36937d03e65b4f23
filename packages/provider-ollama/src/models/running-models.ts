import { resolveModel, type CallOptions } from '@lmux/core/provider';
import { isObject, readString } from '@lmux/core/provider/json';
import type { NativeApi } from '../server/native-api.js';
import { list, running } from './endpoint.js';
import { canonicalModelName } from './model-name.js';
import type { OllamaModel, OllamaRunningModel } from './wire.js';

/** Returns whether a server listed a model of the list with its name: its types are a promise that no one keeps. */
function isNamed(entry: unknown): boolean {
  return isObject(entry) && readString(entry['name']) !== undefined;
}

function isOver(entry: OllamaRunningModel, nowMs: number): boolean {
  const until = Date.parse(readString(entry.expires_at) ?? '');
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
  return body.models.filter((entry) => isNamed(entry) && !isOver(entry, nowMs));
}

/** Entries of servers are not trusted: without a digest an entry is no other's name. */
function hasDigest(entry: OllamaModel): boolean {
  return isNamed(entry) && readString(entry.digest) !== undefined;
}

/**
 * The running model that a name means. To the server, names of one digest are one model, which it lists by the name that it was loaded by.
 *
 * @param installed The installed models whose names count too, where their digest is that of a running one.
 */
export function resolveRunning(
  models: readonly OllamaRunningModel[],
  name: string,
  installed: readonly OllamaModel[] = [],
): OllamaRunningModel | undefined {
  const find = (others: readonly OllamaModel[]): OllamaRunningModel | undefined => {
    const named = models.map((entry) => ({
      id: entry.name,
      aliases: others.filter(({ digest }) => digest === entry.digest).map((other) => other.name),
      type: 'unknown' as const,
      loaded: true,
      instances: [],
      entry,
    }));
    return resolveModel(named, name, canonicalModelName)?.model.entry;
  };
  // Its own name comes before a name that it shares.
  return find([]) ?? find(installed.filter(hasDigest));
}

/** The running model that has this name, with or without its tag, or is the same model by another name. */
export async function findRunning(
  api: NativeApi,
  name: string,
  options: CallOptions | undefined,
  wallNow: () => number,
): Promise<OllamaRunningModel | undefined> {
  const models = await runningModels(api, options, wallNow);
  const named = resolveRunning(models, name);
  // With nothing else in memory there is no other name to look for.
  if (named !== undefined || models.length === 0) return named;
  return resolveRunning(models, name, (await list(api, options)).models);
}
