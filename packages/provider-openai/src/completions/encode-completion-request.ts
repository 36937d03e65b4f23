import type { CompletionRequest, WithModel } from '@lmux/core/provider';
import type { Dialect } from '../encode/dialect.js';
import { encodeSampling } from '../encode/encode-sampling.js';
import { mergeDefined } from '../encode/merge-defined.js';
import type { TextCompletionRequest } from './wire.js';

/** Encodes a text completion request. Unset fields are not sent. `extra` is merged over the rest. */
export function encodeCompletionRequest(
  request: WithModel<CompletionRequest>,
  dialect: Dialect,
): TextCompletionRequest {
  return mergeDefined(
    { model: request.model, prompt: request.prompt, suffix: request.suffix },
    encodeSampling(request, dialect),
    // This endpoint has no `max_completion_tokens`.
    { max_tokens: request.maxOutputTokens },
    request.extra,
  ) as unknown as TextCompletionRequest;
}
