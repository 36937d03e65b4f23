import {
  isLmError,
  type CallOptions,
  type LoadedInstance,
  type LoadRequest,
  type ProviderContext,
  type Warning,
  type WithModel,
} from '@lmux/core/provider';
import { optionalResult, readPositive } from '@lmux/core/provider/json';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import { embed } from '../embeddings/endpoint.js';
import { extraFields, mergeOptions } from '../encode/encode-options.js';
import { encodeLoadOverflow } from '../encode/encode-overflow.js';
import type { OllamaOptions } from '../encode/wire.js';
import { generate } from '../completions/endpoint.js';
import type { NativeApi } from '../server/native-api.js';
import { decodeModelType, instanceConfig } from './decode-models.js';
import { show } from './endpoint.js';
import type { LoadSettings } from './load-settings.js';
import { findRunning } from './running-models.js';
import type { OllamaShowResponse } from './wire.js';

/** Call settings of a load: it may take minutes, and must not be started twice. */
const ONCE = { longRunning: true, safeToRetry: false } as const;

/** Settings that Ollama does not have, or has only for the entire server. */
const SERVER_WIDE = ['flashAttention', 'numExperts', 'offloadKvCacheToGpu'] as const;

/** Encodes the fields of a load request, without the model's name. */
function encodeLoad({ contextLength, evalBatchSize, extra }: LoadRequest): { readonly options?: OllamaOptions } {
  const own: unknown = extra?.['options'];
  const options = mergeOptions({ num_ctx: contextLength, num_batch: evalBatchSize }, own);
  return withoutUndefined({ options, ...extraFields(extra) });
}

/** Returns warnings about settings that were not applied. */
function loadWarnings(request: LoadRequest, got: number | undefined): Warning[] {
  const warnings: Warning[] = SERVER_WIDE.filter((field) => request[field] !== undefined).map((field) => ({
    code: 'feature_dropped',
    feature: field,
    message: `"${field}" was not sent, because Ollama does not have this setting for a single model. If your version supports it, set it for the entire server.`,
  }));
  const requested = request.contextLength;
  if (requested !== undefined && got !== undefined && got !== requested) {
    warnings.push({
      code: 'context_length_mismatch',
      feature: 'contextLength',
      message: `The model was loaded with a context length of ${got} tokens instead of the requested ${requested}. The model or the server's configuration limits the context length.`,
    });
  }
  return warnings;
}

/** Returns the details of a model, or `undefined` if the request fails. Rejects if the model is not installed. */
async function showInstalled(
  api: NativeApi,
  model: string,
  options: CallOptions,
): Promise<OllamaShowResponse | undefined> {
  const shown = show(api, { model }, options).catch((error: unknown) => {
    if (!isLmError(error, 'model_not_found')) throw error;
    return error;
  });
  const response = await optionalResult(shown);
  if (isLmError(response)) throw response;
  return response;
}

/**
 * Loads a model with a request that has no prompt. Embedding models reject such a request, so they are loaded by embedding an empty text,
 * for which nothing is computed.
 */
export async function loadModel(
  api: NativeApi,
  request: WithModel<LoadRequest>,
  {
    clock,
    config,
    options,
    settings,
  }: Pick<ProviderContext, 'clock' | 'config'> & { readonly options: CallOptions; readonly settings: LoadSettings },
): Promise<LoadedInstance> {
  const { model } = request;
  const type = decodeModelType(await showInstalled(api, model, options));
  const startedMs = clock.now();
  const fields = { model, ...encodeLoad(request) };
  if (type === 'embedding') await embed(api, { ...fields, input: '' }, options, ONCE);
  else await generate(api, { ...encodeLoadOverflow(config), ...fields }, options, ONCE);
  const requested = readPositive(fields.options?.num_ctx);
  // The next request may fail or be aborted.
  settings.loaded(model, fields.options, requested);
  const loadSeconds = (clock.now() - startedMs) / 1000;
  // The model is loaded, even if this request fails.
  const running = await optionalResult(findRunning(api, model, options, () => clock.wallNow()));
  const contextLength = readPositive(running?.context_length);
  settings.loaded(model, fields.options, contextLength ?? requested);
  return {
    instanceId: running?.name ?? model,
    type,
    loadSeconds,
    contextLength,
    ...(running === undefined ? {} : { config: instanceConfig(running) }),
    warnings: loadWarnings(request, contextLength),
  };
}
