import type { ErrorRule } from '@lmux/core/provider';

/** Classifies the errors of llama-server that core's table does not cover. */
export const errorRules: readonly ErrorRule[] = [
  // Sent with status 500, although the request cannot succeed: the model has no projector.
  { message: /^(image|audio|video) input is not supported/i, is: 'invalid_request' },
  // Sent with status 500 for a model that only computes embeddings (tools/server/server-context.cpp).
  { message: /does not support logits computation/i, is: 'invalid_request' },
  // A router sends this when the process of a model exited before the model was loaded.
  { message: /^model name=.* failed to load/is, is: 'model_load_failed' },
  { message: /^model is not running/i, is: 'model_not_found' },
  // A router that does not load models for requests, or was told not to (`autoload=false`).
  { message: /^model is not loaded/i, is: 'model_not_found' },
  // Sent with status 500, although the request cannot succeed: the router deletes only models of its cache.
  { message: /^model name=.* is not removable/is, is: 'invalid_request' },
  { message: /^model name=.* is not found/is, is: 'model_not_found' },
];
