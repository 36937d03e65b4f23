import type { ChatRequest, WithModel } from '@lmux/core/provider';
import {
  encodeChatRequest,
  GENERAL_DIALECT,
  withoutUndefined,
  type ChatCompletionRequest,
  type Dialect,
} from '@lmux/provider-openai/protocol';

/** The dialect of llama-server, which silently treats a tool choice that is an object as `auto`. */
export const LLAMACPP_DIALECT: Dialect = { ...GENERAL_DIALECT, toolChoiceObjects: false };

/**
 * Encodes the reasoning setting. On and off are passed to the chat template as `enable_thinking`. Newer builds of the server derive it from
 * a `reasoning_effort` of `none`, but older ones do not know that field. Any other value is for the template to interpret.
 */
function encodeReasoning(reasoning: ChatRequest['reasoning']): Partial<ChatCompletionRequest> {
  if (reasoning === 'on' || reasoning === 'off')
    return { chat_template_kwargs: { enable_thinking: reasoning === 'on' } };
  return withoutUndefined({ reasoning_effort: reasoning });
}

/** Returns the request with `reasoning` as extra fields of llama-server. The caller's `extra` overrides these. */
export function withReasoning({ reasoning, ...request }: WithModel<ChatRequest>): WithModel<ChatRequest> {
  return { ...request, extra: { ...encodeReasoning(reasoning), ...request.extra } };
}

/** Encodes a chat for llama-server. Unset fields are left out, and `extra` overrides the rest. */
export function encodeChat(request: WithModel<ChatRequest>): ChatCompletionRequest {
  return encodeChatRequest(withReasoning(request), LLAMACPP_DIALECT);
}

/** Requests prompt progress for a stream, unless the request sets `return_progress` itself. */
export function requestProgress(request: ChatCompletionRequest): ChatCompletionRequest {
  return 'return_progress' in request ? request : { ...request, return_progress: true };
}
