import type { ChatRequest, WithModel } from '@lmux/core/provider';
import type { MetadataSource } from '@lmux/core/provider/streams';
import {
  encodeChatRequest,
  GENERAL_DIALECT,
  withoutUndefined,
  type ChatCompletionRequest,
  type Dialect,
} from '@lmux/provider-openai/protocol';

/**
 * The dialect of llama-server, which silently treats a tool choice that is an object as `auto`, and reads the reasoning of earlier messages
 * in `reasoning_content` only (ggml-org/llama.cpp pull request 18994).
 */
export const LLAMACPP_DIALECT: Dialect = {
  ...GENERAL_DIALECT,
  toolChoiceObjects: false,
  defaultReasoningField: 'reasoning_content',
};

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
export function encodeChat(request: WithModel<ChatRequest>, source?: MetadataSource): ChatCompletionRequest {
  return encodeChatRequest(withReasoning(request), LLAMACPP_DIALECT, source);
}

/** Requests prompt progress for a stream, unless the request sets `return_progress` itself. */
export function requestProgress(request: ChatCompletionRequest): ChatCompletionRequest {
  return 'return_progress' in request ? request : { ...request, return_progress: true };
}
