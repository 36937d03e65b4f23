import type { ErrorRule } from '@lmux/core/provider';
import { CONTEXT_OVERFLOW_RULE } from './context-overflow-rule.js';

/** Rules for the errors that are specific to LM Studio. Core's rules cover the rest. */
export const errorRules: readonly ErrorRule[] = [
  // Both have `type: invalid_request`, and their messages quote names that other rules could match.
  { status: [401], is: 'authentication' },
  { status: [403], is: 'permission_denied' },
  // "Error loading model." reports a failed load, not a load in progress.
  {
    message: /error loading model|model loading (was )?(stopped|aborted|failed)|insufficient system resources/i,
    is: 'model_load_failed',
  },
  { code: /^not_implemented$/, is: 'invalid_request' },
  // For an unknown response id, the server reports an invalid value of this field. Its message varies.
  { code: /^invalid_value$/, param: /^previous_response_id$/, is: 'response_not_found' },
  CONTEXT_OVERFLOW_RULE,
];
