import type { ChatRequest, JsonObject, WithModel } from '@lmux/core/provider';
import { isObject } from '@lmux/core/provider/json';
import type { MetadataSource } from '@lmux/core/provider/streams';
import {
  encodeChatRequest,
  GENERAL_DIALECT,
  type ChatCompletionRequest,
  type Dialect,
} from '@lmux/provider-openai/protocol';

/**
 * The dialect of llama-server, which silently treats a tool choice that is an object as `auto`, and reads the reasoning of earlier messages
 * in `reasoning_content` only (ggml-org/llama.cpp pull request 18994). It reads images in messages of any role (tools/server/server-common.cpp),
 * and its web UI sends those of tools in their results (tools/server/webui/src/lib/stores/agentic.svelte.ts).
 */
export const LLAMACPP_DIALECT: Dialect = {
  ...GENERAL_DIALECT,
  toolChoiceObjects: false,
  defaultReasoningField: 'reasoning_content',
  toolImages: 'tool',
};

/**
 * Encodes the reasoning setting. On and off are passed to the chat template as `enable_thinking`. Newer builds of the server derive it from
 * `reasoning_effort`, but builds before b10434 read no degree in that field (ggml-org/llama.cpp pull request 26941). Their templates read
 * it in `chat_template_kwargs`, so it is sent in both places.
 */
function encodeReasoning(reasoning: ChatRequest['reasoning']): JsonObject {
  if (reasoning === undefined) return {};
  if (reasoning === 'on' || reasoning === 'off')
    return { chat_template_kwargs: { enable_thinking: reasoning === 'on' } };
  return {
    reasoning_effort: reasoning,
    // A template that does not think by default needs both.
    chat_template_kwargs: { enable_thinking: reasoning !== 'none', reasoning_effort: reasoning },
  };
}

/** Merges the caller's fields over those of a setting, and their fields within `chat_template_kwargs` too. */
function mergeExtra(fields: JsonObject, extra: JsonObject = {}): JsonObject {
  const { chat_template_kwargs: own } = fields;
  const { chat_template_kwargs: given } = extra;
  const merged = isObject(own) && isObject(given) ? { chat_template_kwargs: { ...own, ...given } } : undefined;
  return { ...fields, ...extra, ...merged };
}

/** Returns the request with `reasoning` as extra fields of llama-server. The caller's `extra` overrides these. */
export function withReasoning({ reasoning, ...request }: WithModel<ChatRequest>): WithModel<ChatRequest> {
  return { ...request, extra: mergeExtra(encodeReasoning(reasoning), request.extra) };
}

/** Encodes a chat for llama-server. Unset fields are left out, and `extra` overrides the rest. */
export function encodeChat(
  request: WithModel<ChatRequest>,
  source?: MetadataSource,
  dialect = LLAMACPP_DIALECT,
): ChatCompletionRequest {
  return encodeChatRequest(withReasoning(request), dialect, source);
}

/** Requests prompt progress for a stream, unless the request sets `return_progress` itself. */
export function requestProgress(request: ChatCompletionRequest): ChatCompletionRequest {
  return 'return_progress' in request ? request : { ...request, return_progress: true };
}
