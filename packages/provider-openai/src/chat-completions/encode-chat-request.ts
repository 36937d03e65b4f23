import { jsonSchemaOf, type ChatRequest, type WithModel } from '@lmux/core/provider';
import type { MetadataSource } from '@lmux/core/provider/streams';
import type { Dialect } from '../encode/dialect.js';
import { maxTokensFieldFor } from '../encode/max-tokens-field.js';
import { encodeSampling } from '../encode/encode-sampling.js';
import { mergeDefined, withoutUndefined } from '../encode/merge-defined.js';
import { reasoningEffortFor } from '../encode/reasoning-effort.js';
import { sentSchema } from '../encode/strict-schema.js';
import { encodeMessages, hasToolImages } from './encode-messages.js';
import { encodeTools } from './encode-tools.js';
import { moveToolImages } from './move-tool-images.js';
import type { ChatCompletionRequest, ChatJsonSchema, ChatResponseFormat } from './wire.js';

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
    case 'json_schema': {
      const { name = DEFAULT_NAME, description, strict } = format;
      const given = jsonSchemaOf(format.schema, 'responseFormat.schema');
      const schema = sentSchema(given, '"responseFormat.schema"', { strict, dialect });
      return {
        type: 'json_schema',
        json_schema: withoutUndefined({ name, description, schema, strict }) as ChatJsonSchema,
      };
    }
    default:
      return format satisfies never;
  }
}

/** Returns the format that an encoded request demands, also by its `extra`: any JSON, or `undefined` for text. */
export function demandedFormat({ response_format: format }: ChatCompletionRequest): ChatRequest['responseFormat'] {
  // Of any type, since it may come from `extra`.
  const type = (format as { readonly type?: unknown } | null | undefined)?.type;
  return type === 'json_object' || type === 'json_schema' ? { type: 'json_object' } : undefined;
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
  const { maxOutputTokens, reasoning } = request;
  // Most chats have none. They do not need the rules about where images are accepted.
  const messages = hasToolImages(request.messages) ? moveToolImages(request, dialect) : request.messages;
  return mergeDefined(
    { model: request.model, messages: encodeMessages(messages, { dialect, source }) },
    encodeSampling(request, dialect),
    maxOutputTokens === undefined ? undefined : { [maxTokensFieldFor(request.model, dialect)]: maxOutputTokens },
    encodeLogprobs(request.logprobs),
    request.tools === undefined && request.toolChoice === undefined ? undefined : encodeTools(request, dialect),
    {
      response_format: encodeResponseFormat(request.responseFormat, dialect),
      reasoning_effort: reasoning === undefined ? undefined : reasoningEffortFor(reasoning, request.model, dialect),
    },
    request.extra,
  ) as unknown as ChatCompletionRequest;
}
