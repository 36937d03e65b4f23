import type { ErrorRule } from '@lmux/core/provider';
import { CONTEXT_OVERFLOW_RULE } from './context-overflow-rule.js';

/** What LM Studio says in its own way; the rest is in core's table. */
export const errorRules: readonly ErrorRule[] = [
  // Both come with `type: invalid_request`, and their sentences quote names that could be taken for something else.
  { status: [401], is: 'authentication' },
  { status: [403], is: 'permission_denied' },
  // "Error loading model." is the end of a load, not its beginning.
  {
    message: /error loading model|model loading (was )?(stopped|aborted|failed)|insufficient system resources/i,
    is: 'model_load_failed',
  },
  { code: /^not_implemented$/, is: 'invalid_request' },
  // An id that it does not keep is "a bad value" of this field to it, whatever the sentence is.
  { code: /^invalid_value$/, param: /^previous_response_id$/, is: 'response_not_found' },
  CONTEXT_OVERFLOW_RULE,
];
