import type { ChatRequest, CompletionRequest, JsonObject } from '@lmux/core/provider';
import { encodeSamplingNumbers, withoutUndefined } from '@lmux/provider-openai/protocol';
import { isObject } from '@lmux/core/provider/json';
import type { OllamaOptions } from './wire.js';

function stopOf(stop: string | readonly string[] | undefined): string[] | undefined {
  if (stop === undefined) return undefined;
  return typeof stop === 'string' ? [stop] : [...stop];
}

/** Merges options. The later ones override the earlier ones. Returns `undefined` if none is set. */
export function mergeOptions(...all: readonly unknown[]): OllamaOptions | undefined {
  const options: OllamaOptions = withoutUndefined(Object.assign({}, ...all.filter(isObject)) as OllamaOptions);
  return Object.keys(options).length === 0 ? undefined : options;
}

/**
 * Encodes the settings of a request as `options`. The fields of `extra.options` override them. Returns `undefined` if nothing is set.
 *
 * @param loaded The options with which the model was loaded. The settings of the request override them.
 */
export function encodeOptions(
  request: (ChatRequest | CompletionRequest) & { readonly extra?: JsonObject | undefined },
  loaded?: OllamaOptions,
): OllamaOptions | undefined {
  const settings = {
    num_ctx: 'contextLength' in request ? request.contextLength : undefined,
    num_predict: request.maxOutputTokens,
    ...encodeSamplingNumbers(request),
    stop: stopOf(request.stop),
  };
  return mergeOptions(loaded, withoutUndefined(settings), request.extra?.['options']);
}

/** Returns the raw fields of a request without `options`, which `encodeOptions` has merged. */
export function extraFields(extra: JsonObject | undefined): JsonObject {
  const { options, ...rest } = extra ?? {};
  return options === undefined || isObject(options) ? rest : (extra ?? {});
}
