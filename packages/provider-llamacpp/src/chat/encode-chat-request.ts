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

/** A chat in llama-server's words. What is unset is left out; `extra` is laid over the rest. */
export function encodeChat({ reasoning, ...request }: WithModel<ChatRequest>): ChatCompletionRequest {
  const extra = { ...encodeReasoning(reasoning), ...request.extra };
  return encodeChatRequest({ ...request, extra }, LLAMACPP_DIALECT);
}

/** Asks a stream how far the prompt is read, unless the request says something about that itself. */
export function askForProgress(request: ChatCompletionRequest): ChatCompletionRequest {
  return 'return_progress' in request ? request : { ...request, return_progress: true };
}
