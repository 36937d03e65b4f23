import type { ChatRequest, WithModel } from '@lmux/core/provider';
import {
  encodeChatRequest,
  GENERAL_DIALECT,
  withoutUndefined,
  type ChatCompletionRequest,
  type Dialect,
} from '@lmux/provider-openai/protocol';

/** What llama-server takes: a tool choice that is an object would be taken for `auto`, without a word. */
export const LLAMACPP_DIALECT: Dialect = { ...GENERAL_DIALECT, toolChoiceObjects: false };

/**
 * Whether to think at all goes to the chat template as `enable_thinking`; the server puts that in by itself where `reasoning_effort` is
 * `none`, but only since builds that know the field. Any other word is one of the template's.
 */
function encodeReasoning(reasoning: ChatRequest['reasoning']): Partial<ChatCompletionRequest> {
  if (reasoning === 'on' || reasoning === 'off')
    return { chat_template_kwargs: { enable_thinking: reasoning === 'on' } };
  return withoutUndefined({ reasoning_effort: reasoning });
}

/** Returns the request with `reasoning` as extra fields of llama-server; the caller's `extra` overrides these. */
export function withReasoning({ reasoning, ...request }: WithModel<ChatRequest>): WithModel<ChatRequest> {
  return { ...request, extra: { ...encodeReasoning(reasoning), ...request.extra } };
}

/** Encodes a chat for llama-server. Unset fields are left out; `extra` overrides the rest. */
export function encodeChat(request: WithModel<ChatRequest>): ChatCompletionRequest {
  return encodeChatRequest(withReasoning(request), LLAMACPP_DIALECT);
}

/** Requests that a stream reports how far the prompt is read, unless the request says something about that itself. */
export function requestProgress(request: ChatCompletionRequest): ChatCompletionRequest {
  return 'return_progress' in request ? request : { ...request, return_progress: true };
}
