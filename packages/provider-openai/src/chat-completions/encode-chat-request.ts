import { jsonSchemaOf, type ChatRequest, type WithModel } from '@lmux/core/provider';
import type { MetadataSource } from '@lmux/core/provider/streams';
import type { Dialect } from '../encode/dialect.js';
import { encodeSampling } from '../encode/encode-sampling.js';
import { mergeDefined, withoutUndefined } from '../encode/merge-defined.js';
import { toolImagesFor } from '../encode/tool-images.js';
import { encodeMessages, hasToolImages } from './encode-messages.js';
import { encodeTools } from './encode-tools.js';
import { moveToolImages } from './move-tool-images.js';
import type { ChatCompletionRequest, ChatJsonSchema, ChatResponseFormat } from './wire.js';

/** Returns the `reasoning_effort`. Unless the dialect has a value for `on`, nothing is sent for it, because the values are those of the model. */
function encodeReasoning(reasoning: ChatRequest['reasoning'], dialect: Dialect): string | undefined {
  if (reasoning === 'on') return dialect.reasoningOn;
  return reasoning === 'off' ? 'none' : reasoning;
}

/** Encodes the `logprobs` setting. Returns `undefined` if no log probabilities are requested. */
export function encodeLogprobs(
  logprobs: ChatRequest['logprobs'],
): Pick<ChatCompletionRequest, 'logprobs' | 'top_logprobs'> | undefined {
  if (logprobs === undefined || logprobs === false) return undefined;
  return typeof logprobs === 'number' ? { logprobs: true, top_logprobs: logprobs } : { logprobs: true };
}

/** Servers reject a schema without a name. */
const DEFAULT_NAME = 'response';

/** Encodes the response format. */
export function encodeResponseFormat(
  format: ChatRequest['responseFormat'],
  dialect: Dialect,
): ChatResponseFormat | undefined {
  if (format === undefined) return undefined;
  switch (format.type) {
    case 'text':
      return { type: 'text' };
    case 'json_object':
      return dialect.jsonObjectAsSchema
        ? { type: 'json_schema', json_schema: { name: DEFAULT_NAME, schema: { type: 'object' } } }
        : { type: 'json_object' };
    case 'json_schema':
      return {
        type: 'json_schema',
        json_schema: withoutUndefined({
          name: format.name ?? DEFAULT_NAME,
          description: format.description,
          schema: jsonSchemaOf(format.schema, 'responseFormat.schema'),
          strict: format.strict,
        }) as ChatJsonSchema,
      };
    default:
      return format satisfies never;
  }
}

/**
 * Encodes a chat request. Unset fields are not sent. `extra` is merged over the rest, and an `undefined` in it removes a field.
 *
 * @param source The source whose state in the messages is sent back. Default: none.
 */
export function encodeChatRequest(
  request: WithModel<ChatRequest>,
  dialect: Dialect,
  source?: MetadataSource,
): ChatCompletionRequest {
  const { maxOutputTokens } = request;
  const messages = hasToolImages(request.messages)
    ? moveToolImages(request.messages, toolImagesFor(request.model, dialect))
    : request.messages;
  return mergeDefined(
    { model: request.model, messages: encodeMessages(messages, { dialect, source }) },
    encodeSampling(request, dialect),
    maxOutputTokens === undefined ? undefined : { [dialect.maxTokensField]: maxOutputTokens },
    encodeLogprobs(request.logprobs),
    encodeTools(request, dialect),
    {
      response_format: encodeResponseFormat(request.responseFormat, dialect),
      reasoning_effort: encodeReasoning(request.reasoning, dialect),
    },
    request.extra,
  ) as unknown as ChatCompletionRequest;
}
