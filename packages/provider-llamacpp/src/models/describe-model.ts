import { LmError, type CallOptions, type DescribedModel, type HttpClient } from '@lmux/core/provider';
import { optionalResult, readPositive } from '@lmux/core/provider/json';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import { props } from '../server/endpoint.js';
import { contextLengthOf } from './context-length.js';
import { findModel } from './decode-models.js';
import { listModels } from './endpoint.js';
import { isRunning } from './model-status.js';
import { modelTypeOf } from './model-type.js';
import { readProps } from './read-props.js';
import type { LlamaCppModel, LlamaCppModelList } from './wire.js';

/**
 * Requests what a chat needs to know about a model. One request is sent, which does not load the model: with `autoload=false`, a router rejects it
 * as "model is not loaded", and a server with a single model ignores the query. Rejects if the model is not loaded, since it can be described
 * later.
 */
export async function lookUpModel(http: HttpClient, model: string, options: CallOptions): Promise<DescribedModel> {
  const found = await props(http, { model, autoload: false }, { ...options, retry: false });
  return { id: model, ...readProps(found) };
}

/** Returns the entry of a model. A server with a single model uses it for every name. */
function entryOf(list: LlamaCppModelList, model: string): LlamaCppModel {
  const [only, ...others] = list.data;
  const isSingle = others.length === 0 && only !== undefined && only.status === undefined;
  const entry = findModel(list, model) ?? (isSingle ? only : undefined);
  if (entry !== undefined) return entry;
  throw new LmError(
    'model_not_found',
    `The server has no model "${model}". Call models.list() to see which models the server has.`,
    { provider: 'llamacpp' },
  );
}

/**
 * Describes an entry of the list. A router reads the modalities of a model that is not loaded from its projector. It reports `text` alone if it
 * has not downloaded that yet, so only an image modality tells something then.
 */
function describeEntry(entry: LlamaCppModel): Pick<DescribedModel, 'features' | 'contextLength' | 'maxContextLength'> {
  const modalities: unknown = entry.architecture?.input_modalities;
  const acceptsImages = Array.isArray(modalities) ? modalities.includes('image') : undefined;
  return {
    features: withoutUndefined({
      imageInput: acceptsImages === false && !isRunning(entry) ? undefined : acceptsImages,
      embedding: modelTypeOf(entry) === 'embedding' ? true : undefined,
    }),
    ...withoutUndefined({
      contextLength: isRunning(entry) ? contextLengthOf(entry) : undefined,
      maxContextLength: readPositive(entry.meta?.n_ctx_train),
    }),
  };
}

/**
 * Requests everything that the server tells about a model: its entry in the list, and its properties if it is running. The model is not loaded. A
 * sleeping model stays asleep, since the server has stored its properties.
 */
export async function describeModel(http: HttpClient, model: string, options: CallOptions): Promise<DescribedModel> {
  const entry = entryOf(await listModels(http, options), model);
  const listed = describeEntry(entry);
  const found = isRunning(entry)
    ? await optionalResult(props(http, { model: entry.id, autoload: false }, options))
    : undefined;
  if (found === undefined) return { id: model, ...listed, complete: false, loaded: isRunning(entry) };
  const told = readProps(found);
  return { id: model, ...listed, ...told, features: { ...listed.features, ...told.features } };
}
