import { isRecord } from '../../shared/json/read-json.js';
import { JSON_OBJECT } from '../../shared/engine/json-object.js';
import type { PromptMessage } from '../../shared/engine/reply.js';
import { readStop } from '../../shared/openai/read-fields.js';
import { badRequest } from '../read-body.js';
import type { ModelOptions } from '../read-options.js';

type Body = Readonly<Record<string, unknown>>;

/** The messages of a chat completion; an image must stand in the request itself. */
export function readMessages({ messages }: Body): PromptMessage[] {
  const list: readonly unknown[] = Array.isArray(messages) ? messages : [];
  if (list.length === 0) throw badRequest("[] is too short - 'messages'");
  return list.map((message) => {
    const { role, content } = isRecord(message) ? message : {};
    return { role: typeof role === 'string' ? role : '', ...readContent(content) };
  });
}

function readContent(content: unknown): Pick<PromptMessage, 'text' | 'images'> {
  if (typeof content === 'string') return { text: content, images: 0 };
  const parts: readonly unknown[] = Array.isArray(content) ? content : [];
  const texts: string[] = [];
  let images = 0;
  for (const part of parts) {
    const { type, text, image_url } = isRecord(part) ? part : {};
    if (type === 'text' && typeof text === 'string') texts.push(text);
    else if (type === 'image_url') {
      const url = isRecord(image_url) ? image_url['url'] : image_url;
      if (typeof url !== 'string' || !url.startsWith('data:')) {
        throw badRequest('image URLs are not currently supported, please use base64 encoded data instead');
      }
      images += 1;
    } else throw badRequest('invalid message format');
  }
  return { text: texts.join('\n'), images };
}

/** `response_format`: any JSON, or a schema; everything else is passed over. */
export function readResponseFormat(format: unknown): Record<string, unknown> | undefined {
  if (!isRecord(format)) return undefined;
  if (format['type'] === 'json_object') return JSON_OBJECT;
  const described = format['type'] === 'json_schema' && isRecord(format['json_schema']) ? format['json_schema'] : {};
  return isRecord(described['schema']) ? described['schema'] : undefined;
}

/** `reasoning_effort`, or `reasoning.effort`, as `think` has it. */
export function readEffort({ reasoning_effort, reasoning }: Body): unknown {
  const effort = reasoning_effort ?? (isRecord(reasoning) ? reasoning['effort'] : undefined);
  if (effort === undefined || effort === null) return undefined;
  if (effort === 'none') return false;
  if (effort === 'high' || effort === 'medium' || effort === 'low') return effort;
  throw badRequest(
    `invalid reasoning value: '${typeof effort === 'string' ? effort : JSON.stringify(effort)}' (must be "high", "medium", "low", or "none")`,
  );
}

/** The limits of an answer; only `max_tokens` is known, not its newer name. */
export function readLimits(body: Body): ModelOptions {
  const limit = body['max_tokens'];
  return {
    contextLength: undefined,
    maxTokens: typeof limit === 'number' && limit > 0 ? limit : Number.POSITIVE_INFINITY,
    stop: readStop(body),
  };
}
