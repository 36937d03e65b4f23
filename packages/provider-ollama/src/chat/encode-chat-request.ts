import { jsonSchemaOf, type ChatRequest, type WithModel } from '@lmux/core/provider';
import {
  encodeLogprobs,
  encodeTools,
  GENERAL_DIALECT,
  moveToolImages,
  withoutUndefined,
  type ToolImages,
} from '@lmux/provider-openai/protocol';
import { encodeOptions, extraFields } from '../encode/encode-options.js';
import { encodeOverflow } from '../encode/encode-overflow.js';
import type { Format, OllamaOptions, Think } from '../encode/wire.js';
import { encodeMessages } from './encode-messages.js';
import type { OllamaChatRequest } from './wire.js';

/** Encodes the response format as `format`, which is unset for text. */
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

/** Encodes the reasoning setting as `think`: a boolean for most models, a level such as `low` for models that have levels. */
function encodeThink(reasoning: ChatRequest['reasoning']): Think | undefined {
  if (reasoning === 'off') return false;
  return reasoning === 'on' ? true : reasoning;
}

/**
 * Encodes a chat for `POST /api/chat`. Unset fields are left out. The fields of `extra` override the others (those of `extra.options`
 * override the options one by one), and a value of `undefined` removes a field.
 *
 * @param toolImages Where the images of tool results are sent.
 * @param loaded The options with which the model was loaded.
 */
export function encodeChatRequest(
  request: WithModel<ChatRequest>,
  toolImages: ToolImages,
  loaded?: OllamaOptions,
): OllamaChatRequest {
  return withoutUndefined({
    model: request.model,
    messages: encodeMessages(moveToolImages(request, { toolImages })),
    // Ollama uses OpenAI's format for tools.
    tools: encodeTools({ tools: request.tools }, GENERAL_DIALECT).tools,
    format: encodeFormat(request.responseFormat),
    think: encodeThink(request.reasoning),
    options: encodeOptions(request, loaded),
    keep_alive: request.ttlSeconds,
    ...encodeLogprobs(request.logprobs),
    ...encodeOverflow(request),
    ...extraFields(request.extra),
  }) as OllamaChatRequest;
}
