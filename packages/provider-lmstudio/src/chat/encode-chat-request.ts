import type { ChatRequest, WithModel } from '@lmux/core/provider';
import { encodeSamplingNumbers, withoutUndefined } from '@lmux/provider-openai/protocol';
import { encodeInput } from './encode-input.js';
import { encodeIntegrations } from './encode-integrations.js';
import { encodeSystemPrompt } from './encode-system-prompt.js';
import type { NativeChatRequest } from './wire.js';

/**
 * A chat in the words of the native route. What is unset is left out, since the server refuses keys that it does not know and means
 * something by `null`. Settings that this route lacks do not get here: the matrix denies them. `extra` is laid over the rest, and takes a field out by `undefined`.
 */
export function encodeChatRequest(request: WithModel<ChatRequest>): NativeChatRequest {
  return withoutUndefined({
    model: request.model,
    input: encodeInput(request.messages),
    system_prompt: encodeSystemPrompt(request),
    integrations: encodeIntegrations(request.integrations),
    ...encodeSamplingNumbers(request),
    max_output_tokens: request.maxOutputTokens,
    reasoning: request.reasoning,
    context_length: request.contextLength,
    store: request.store,
    previous_response_id: request.previousResponseId,
    ...request.extra,
  }) as NativeChatRequest;
}
