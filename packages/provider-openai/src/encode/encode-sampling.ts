import type { ChatRequest, CompletionRequest } from '@lmux/core/provider';
import type { Dialect } from './dialect.js';
import { SAMPLING_NAMES, type SamplingFields } from './wire.js';

/** A setting without a name of the wire does not compile; each provider has its own form of those that are left out here. */
type NumberSetting = Exclude<
  keyof ChatRequest & keyof CompletionRequest,
  'model' | 'extra' | 'maxOutputTokens' | 'stop' | 'ttlSeconds'
>;

const NAMES = /* @__PURE__ */ Object.entries(
  SAMPLING_NAMES satisfies { readonly [Setting in NumberSetting]: keyof SamplingFields },
) as [NumberSetting, keyof SamplingFields][];

/** Returns the sampling settings that are numbers, under the names of the wire. Those that are not set are left out. */
export function encodeSamplingNumbers(request: { readonly [Setting in NumberSetting]?: number | undefined }): {
  [name: string]: number;
} {
  const fields: { [name: string]: number } = {};
  for (const [setting, name] of NAMES) {
    const value = request[setting];
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

/** Returns the settings of the choice of tokens in the words of the wire. */
export function encodeSampling(request: ChatRequest | CompletionRequest, dialect: Dialect): SamplingFields {
  const fields: SamplingFields = encodeSamplingNumbers(request);
  const { stop } = request;
  if (stop !== undefined) fields.stop = typeof stop === 'string' ? stop : [...stop];
  if (dialect.ttl && request.ttlSeconds !== undefined) fields.ttl = request.ttlSeconds;
  return fields;
}
