import type { CompletionRequest, WithModel } from '@lmux/core/provider';
import type { Dialect } from '../encode/dialect.js';
import { encodeSampling } from '../encode/encode-sampling.js';
import { layered } from '../encode/merge-defined.js';
import type { TextCompletionRequest } from './wire.js';

/** A text completion in the wire's words. What is unset is left out; `extra` is laid over the rest. */
export function encodeCompletionRequest(
  request: WithModel<CompletionRequest>,
  dialect: Dialect,
): TextCompletionRequest {
  return layered(
    { model: request.model, prompt: request.prompt, suffix: request.suffix },
    encodeSampling(request, dialect),
    // This route never got the newer name.
    { max_tokens: request.maxOutputTokens },
    request.extra,
  ) as unknown as TextCompletionRequest;
}
