import { jsonSchemaOf, type ChatRequest, type WithModel } from '@lmux/core/provider';
import { encodeLogprobs, encodeTools, GENERAL_DIALECT, withoutUndefined } from '@lmux/provider-openai/protocol';
import { encodeOptions, extraFields } from '../encode/encode-options.js';
import type { Format, Think } from '../encode/wire.js';
import { encodeMessages } from './encode-messages.js';
import type { OllamaChatRequest } from './wire.js';

/** The form of the reply, in the wire's words; text is the default. */
function encodeFormat(format: ChatRequest['responseFormat']): Format | undefined {
  switch (format?.type) {
    case 'json_object':
      return 'json';
    case 'json_schema':
      return jsonSchemaOf(format.schema, 'responseFormat.schema');
    default:
      return undefined;
  }
}

/** How much to reason, in the wire's words: a switch for most models, a word for those that know degrees. */
function encodeThink(reasoning: ChatRequest['reasoning']): Think | undefined {
  if (reasoning === 'off') return false;
  return reasoning === 'on' ? true : reasoning;
}

/**
 * A chat in the wire's words. What is unset is left out; `extra` is laid over the rest (its `options` over the options, one by one), and
 * takes a field out by `undefined`.
 */
export function encodeChatRequest(request: WithModel<ChatRequest>): OllamaChatRequest {
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
