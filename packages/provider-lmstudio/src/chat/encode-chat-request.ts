import type { ChatRequest, WithModel } from '@lmux/core/provider';
import { encodeSamplingNumbers, withoutUndefined } from '@lmux/provider-openai/protocol';
import { encodeInput } from './encode-input.js';
import { encodeIntegrations } from './encode-integrations.js';
import { encodeSystemPrompt } from './encode-system-prompt.js';
import type { NativeChatRequest } from './wire.js';

/**
 * Encodes a chat request for the native route. Unset fields are omitted, because the server rejects unknown fields and gives `null` a
 * meaning. The matrix excludes settings that this route does not support. `extra` is merged over the rest, and an `undefined` in it removes
 * a field.
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
