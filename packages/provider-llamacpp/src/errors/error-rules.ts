import type { ErrorRule } from '@lmux/core/provider';

/** What llama-server says in its own way; the rest is in core's table. */
export const errorRules: readonly ErrorRule[] = [
  // A 500, but the same request fails the same way again: the model has no projector.
  { message: /(image|audio|video) input is not supported/i, is: 'invalid_request' },
  // What a router says of a model whose process ended before it was up.
  { message: /^model name=.* failed to load/is, is: 'model_load_failed' },
  { message: /^model is not running/i, is: 'model_not_found' },
  { message: /^model name=.* is not found/is, is: 'model_not_found' },
];
