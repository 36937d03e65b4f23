import type { CallOptions } from '@lmux/core/provider';
import { isObject, readString } from '@lmux/core/provider/json';
import type { NativeApi } from '../server/native-api.js';
import { list, running } from './endpoint.js';
import { canonicalModelName } from './model-name.js';
import type { OllamaModel, OllamaRunningModel } from './wire.js';

/** True if an entry of a list has a name. The server's response is not validated against its types. */
function isNamed(entry: unknown): boolean {
  return isObject(entry) && readString(entry['name']) !== undefined;
}

function isOver(entry: OllamaRunningModel, nowMs: number): boolean {
  const until = Date.parse(readString(entry.expires_at) ?? '');
  return Number.isFinite(until) && until <= nowMs;
}

/**
 * Returns the models in memory, except those that are being unloaded: the server lists these for a moment longer, with an `expires_at` in
 * the past. It is compared with the `date` header of the response, because the clocks of two machines differ.
 *
 * @param wallNow Returns the local time, which is used if the response has no `date` header.
 */
export async function runningModels(
  api: NativeApi,
  options: CallOptions | undefined,
  wallNow: () => number,
): Promise<OllamaRunningModel[]> {
  const { body, headers } = await running(api, options);
  const serverNowMs = Date.parse(headers['date'] ?? '');
  const nowMs = Number.isFinite(serverNowMs) ? serverNowMs : wallNow();
  return body.models.filter((entry) => isNamed(entry) && !isOver(entry, nowMs));
}

type Named = Pick<OllamaModel, 'name' | 'digest'>;

/** True if an entry has a digest. Without one it cannot be matched to a model of another name. */
function hasDigest(entry: Named): boolean {
  return isNamed(entry) && readString(entry.digest) !== undefined;
}

/** Finds the installed model that has this name, with or without its tag. */
export function findInstalled(models: readonly OllamaModel[], name: string): OllamaModel | undefined {
  const wanted = canonicalModelName(name);
  return models.find((entry) => isNamed(entry) && canonicalModelName(entry.name) === wanted);
}

/**
 * Finds the running model that a name refers to. To the server, names with the same digest are one model, which it lists under the name
 * that it was loaded with.
 *
 * @param installed The installed models. Those with the digest of a running model are further names of it.
 */
export function resolveRunning(
  models: readonly OllamaRunningModel[],
  name: string,
  installed: readonly OllamaModel[] = [],
): OllamaRunningModel | undefined {
  const wanted = canonicalModelName(name);
  const has = (entry: Named): boolean => canonicalModelName(entry.name) === wanted;
  const digests = new Set(installed.filter((entry) => hasDigest(entry) && has(entry)).map(({ digest }) => digest));
  // A model's own name takes precedence over a name with the same digest.
  return models.find(has) ?? models.find(({ digest }) => digests.has(digest));
}

/** Returns a function that finds the running model of an installed one, like `resolveRunning`, for long lists of both. */
export function indexRunning(
  models: readonly OllamaRunningModel[],
): (installed: OllamaModel) => OllamaRunningModel | undefined {
  const byName = new Map<string, OllamaRunningModel>();
  const byDigest = new Map<string, OllamaRunningModel>();
  for (const entry of models) {
    const name = canonicalModelName(entry.name);
    if (!byName.has(name)) byName.set(name, entry);
    if (hasDigest(entry) && !byDigest.has(entry.digest)) byDigest.set(entry.digest, entry);
  }
  return (entry) =>
    byName.get(canonicalModelName(entry.name)) ?? (hasDigest(entry) ? byDigest.get(entry.digest) : undefined);
}

/** Finds the running model that has this name, with or without its tag, or that is the same model under another name. */
export async function findRunning(
  api: NativeApi,
  name: string,
  options: CallOptions | undefined,
  wallNow: () => number,
): Promise<OllamaRunningModel | undefined> {
  const models = await runningModels(api, options, wallNow);
  const named = resolveRunning(models, name);
  // If no model is in memory, the list of installed models is not needed.
  if (named !== undefined || models.length === 0) return named;
  return resolveRunning(models, name, (await list(api, options)).models);
}
