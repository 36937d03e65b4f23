import type { ChatRequest, WithModel } from '@lmux/core/provider';
import { encodeTools, GENERAL_DIALECT, withoutUndefined } from '@lmux/provider-openai/protocol';
import { encodeFormat } from '../encode/encode-format.js';
import { encodeOptions, extraFields } from '../encode/encode-options.js';
import { encodeThink } from '../encode/encode-think.js';
import { encodeMessages } from './encode-messages.js';
import type { OllamaChatRequest } from '../wire.js';

function encodeLogprobs(logprobs: ChatRequest['logprobs']): Pick<OllamaChatRequest, 'logprobs' | 'top_logprobs'> {
  if (logprobs === undefined || logprobs === false) return {};
  return typeof logprobs === 'number' ? { logprobs: true, top_logprobs: logprobs } : { logprobs: true };
}

/**
 * A chat in the wire's words. What is unset is left out; `extra` is laid over the rest (its `options` over the options, one by one), and
 * takes a field out by `undefined`.
 */
export function encodeChat(request: WithModel<ChatRequest>): OllamaChatRequest {
  return withoutUndefined({
    model: request.model,
    messages: encodeMessages(request.messages),
    // The tools have the form of OpenAI's.
    tools: encodeTools({ tools: request.tools }, GENERAL_DIALECT).tools,
    format: encodeFormat(request.responseFormat),
    think: encodeThink(request.reasoning),
    options: encodeOptions(request),
    keep_alive: request.ttlSeconds,
    ...encodeLogprobs(request.logprobs),
    ...extraFields(request.extra),
  }) as OllamaChatRequest;
}
