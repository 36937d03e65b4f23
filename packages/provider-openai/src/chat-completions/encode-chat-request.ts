import type { ChatRequest, WithModel } from '@lmux/core/provider';
import type { Dialect } from '../encode/dialect.js';
import { encodeSampling } from '../encode/encode-sampling.js';
import { layered } from '../encode/without-undefined.js';
import { encodeMessages } from './encode-messages.js';
import { encodeResponseFormat } from './encode-response-format.js';
import { encodeTools } from './encode-tools.js';
import type { ChatCompletionRequest } from './wire.js';

/** `on` is what a server does unasked, so nothing is sent for it. */
function encodeReasoning(reasoning: ChatRequest['reasoning']): string | undefined {
  if (reasoning === 'on') return undefined;
  return reasoning === 'off' ? 'none' : reasoning;
}

export function encodeLogprobs(
  logprobs: ChatRequest['logprobs'],
): Pick<ChatCompletionRequest, 'logprobs' | 'top_logprobs'> | undefined {
  if (logprobs === undefined || logprobs === false) return undefined;
  return typeof logprobs === 'number' ? { logprobs: true, top_logprobs: logprobs } : { logprobs: true };
}

/** A chat in the wire's words. What is unset is left out; `extra` is laid over the rest, and takes a field out by `undefined`. */
export function encodeChatRequest(request: WithModel<ChatRequest>, dialect: Dialect): ChatCompletionRequest {
  const { maxOutputTokens } = request;
  return layered(
    { model: request.model, messages: encodeMessages(request.messages) },
    encodeSampling(request, dialect),
    maxOutputTokens === undefined ? undefined : { [dialect.maxTokensField]: maxOutputTokens },
    encodeLogprobs(request.logprobs),
    encodeTools(request, dialect),
    {
      response_format: encodeResponseFormat(request.responseFormat, dialect),
      reasoning_effort: encodeReasoning(request.reasoning),
    },
    request.extra,
  ) as unknown as ChatCompletionRequest;
}
