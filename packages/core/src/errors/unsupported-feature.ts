import type { Capability, ChatFeature } from '../contract/capability.js';
import { isApiError } from './guards.js';
import type { LmError } from './lm-error.js';
import { UNSUPPORTED_FEATURES } from './wordings/unsupported-feature.js';

/**
 * Returns the feature that the model does not support, if that is the reason for which the server refused a request, or else `undefined`. If a
 * message names several, it returns one of them. The request may not have used the feature. A quotation of a prompt does not count, because
 * messages contain none.
 */
export function unsupportedFeatureOf(error: LmError): Capability | ChatFeature | undefined {
  // A refusal with another code has another reason, such as a missing permission.
  if (error.code !== 'invalid_request' || !isApiError(error)) return undefined;
  const features = Object.keys(UNSUPPORTED_FEATURES) as (keyof typeof UNSUPPORTED_FEATURES)[];
  return features.find((feature) => UNSUPPORTED_FEATURES[feature].test(error.message));
}
