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

/** A load may rightly take long, and should not be begun twice. */
const ONCE = { longRunning: true, safeToRetry: false } as const;

/** Settings that Ollama has for the whole server, or not at all. */
const SERVER_WIDE = ['flashAttention', 'numExperts', 'offloadKvCacheToGpu'] as const;

/** The fields of the request that loads a model, besides its name. */
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

/** What was requested and not done. */
function loadWarnings(request: LoadRequest, got: number | undefined): Warning[] {
  const warnings: Warning[] = SERVER_WIDE.filter((field) => request[field] !== undefined).map((field) => ({
    code: 'feature_dropped',
    feature: field,
    message: `"${field}" was not sent: Ollama has it, if at all, as a setting of the whole server.`,
  }));
  const requested = request.contextLength;
  if (requested !== undefined && got !== undefined && got !== requested) {
    warnings.push({
      code: 'context_length_mismatch',
      feature: 'contextLength',
      message: `The model runs with a context of ${got} tokens, not the ${requested} requested: it has no more, or the server is set otherwise.`,
    });
  }
  return warnings;
}

/** Loads a model: a request without a prompt. An embedding model takes none of those, but an empty text, which is not computed. */
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
