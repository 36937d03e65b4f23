import type { ChatRequest, CompletionRequest, JsonObject } from '@lmux/core/provider';
import { encodeSamplingNumbers, withoutUndefined } from '@lmux/provider-openai/protocol';
import { isObject } from '@lmux/core/provider/json';
import type { OllamaOptions } from './wire.js';

function stopOf(stop: string | readonly string[] | undefined): string[] | undefined {
  if (stop === undefined) return undefined;
  return typeof stop === 'string' ? [stop] : [...stop];
}

/** Encodes the settings of a request as `options`. The fields of `extra.options` override them. Returns `undefined` if nothing is set. */
export function encodeOptions(
  request: (ChatRequest | CompletionRequest) & { readonly extra?: JsonObject | undefined },
): OllamaOptions | undefined {
  const own: unknown = request.extra?.['options'];
  const options = withoutUndefined({
    num_ctx: 'contextLength' in request ? request.contextLength : undefined,
    num_predict: request.maxOutputTokens,
    ...encodeSamplingNumbers(request),
    stop: stopOf(request.stop),
    ...(isObject(own) ? own : undefined),
  }) as OllamaOptions;
  return Object.keys(options).length === 0 ? undefined : options;
}

/** Returns the raw fields of a request without `options`, which `encodeOptions` has merged. */
export function extraFields(extra: JsonObject | undefined): JsonObject {
  const { options, ...rest } = extra ?? {};
  return options === undefined || isObject(options) ? rest : (extra ?? {});
}
