import type {
  CallOptions,
  LoadedInstance,
  LoadRequest,
  ProviderContext,
  Warning,
  WithModel,
} from '@lmux/core/provider';
import { isObject } from '@lmux/core/provider/json';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import { embed } from '../embeddings/endpoint.js';
import { extraFields } from '../encode/encode-options.js';
import type { OllamaOptions } from '../encode/wire.js';
import { generate } from '../completions/endpoint.js';
import type { NativeApi } from '../server/native-api.js';
import { decodeModelType, instanceConfig } from './decode-models.js';
import { show } from './endpoint.js';
import { findRunning } from './running-models.js';

type Clock = ProviderContext['clock'];

/** Call settings of a load: it may take minutes, and must not be started twice. */
const ONCE = { longRunning: true, safeToRetry: false } as const;

/** Settings that Ollama does not have, or has only for the entire server. */
const SERVER_WIDE = ['flashAttention', 'numExperts', 'offloadKvCacheToGpu'] as const;

/** Encodes the fields of a load request, without the model's name. */
function encodeLoad({ contextLength, evalBatchSize, extra }: LoadRequest): Record<string, unknown> {
  const own: unknown = extra?.['options'];
  const options = withoutUndefined({
    num_ctx: contextLength,
    num_batch: evalBatchSize,
    ...(isObject(own) ? own : undefined),
  }) as OllamaOptions;
  return withoutUndefined({
    options: Object.keys(options).length === 0 ? undefined : options,
    ...extraFields(extra),
  });
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

/**
 * Loads a model with a request that has no prompt. Embedding models reject such a request, so they are loaded by embedding an empty text,
 * for which nothing is computed.
 */
export async function loadModel(
  api: NativeApi,
  request: WithModel<LoadRequest>,
  { clock, options }: { readonly clock: Clock; readonly options: CallOptions },
): Promise<LoadedInstance> {
  const { model } = request;
  const type = decodeModelType(await show(api, { model }, options));
  const startedMs = clock.now();
  const fields = { model, ...encodeLoad(request) };
  if (type === 'embedding') await embed(api, { ...fields, input: '' }, options, ONCE);
  else await generate(api, fields, options, ONCE);
  const loadSeconds = (clock.now() - startedMs) / 1000;
  const running = await findRunning(api, model, options, () => clock.wallNow());
  return {
    instanceId: running?.name ?? model,
    type,
    loadSeconds,
    ...(running === undefined ? {} : { config: instanceConfig(running) }),
    warnings: loadWarnings(request, running?.context_length),
  };
}
