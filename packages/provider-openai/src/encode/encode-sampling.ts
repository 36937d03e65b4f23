import type { ChatRequest, CompletionRequest } from '@lmux/core/provider';
import type { Dialect } from './dialect.js';
import { SAMPLING_NAMES, type SamplingFields } from './wire.js';

/** The numeric settings. One without a wire name does not compile. The providers encode the excluded fields in their own way. */
type NumberSetting = Exclude<
  keyof ChatRequest & keyof CompletionRequest,
  'model' | 'extra' | 'maxOutputTokens' | 'stop' | 'ttlSeconds' | 'contextOverflow'
>;

const NAMES = /* @__PURE__ */ Object.entries(
  SAMPLING_NAMES satisfies { readonly [Setting in NumberSetting]: keyof SamplingFields },
) as [NumberSetting, keyof SamplingFields][];

/** Returns the numeric sampling settings under their wire names. Unset ones are omitted. */
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

/** Encodes the sampling settings. */
export function encodeSampling(request: ChatRequest | CompletionRequest, dialect: Dialect): SamplingFields {
  const fields: SamplingFields = encodeSamplingNumbers(request);
  const { stop } = request;
  if (stop !== undefined) fields.stop = typeof stop === 'string' ? stop : [...stop];
  if (dialect.ttl && request.ttlSeconds !== undefined) fields.ttl = request.ttlSeconds;
  return fields;
}
