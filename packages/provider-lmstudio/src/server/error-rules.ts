import type { ErrorRule } from '@lmux/core/provider';

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
  {
    code: /^invalid_value$/,
    message: /previous_response_id|stored (chat|response)|\b30 days\b/i,
    is: 'response_not_found',
  },
];
