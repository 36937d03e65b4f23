import type { PromptMessage } from '../../shared/engine/reply.js';
import { JSON_OBJECT } from '../../shared/engine/sample-schema.js';
import { asArray, asRecord, asString, isRecord, tryParseJson } from '../../shared/json/read-json.js';
import type { JsonRecord } from '../../shared/json/read-json.js';
import { readJsonSchema, readStop } from '../../shared/openai/read-request.js';
import { badRequest, wrongType } from '../read-body.js';
import type { ModelOptions } from '../read-options.js';

/** Reads the messages of a chat completion. Images must be data URLs. */
export function readMessages({ messages }: JsonRecord): PromptMessage[] {
  const list = asArray(messages);
  if (list.length === 0) throw badRequest("[] is too short - 'messages'");
  return list.map((message) => {
    const { role, content, tool_calls: calls } = asRecord(message);
    for (const call of asArray(calls)) checkArguments(asRecord(asRecord(call)['function'])['arguments']);
    return { role: asString(role) ?? '', ...readContent(content) };
  });
}

/** Refuses arguments of an earlier tool call that are not the text of a JSON object. `null` is accepted. */
function checkArguments(args: unknown): void {
  if (args === undefined) return;
  if (typeof args !== 'string') throw wrongType('messages.tool_calls.function.arguments', args, 'string');
  const json = tryParseJson(args);
  if (json !== null && !isRecord(json)) throw badRequest('invalid tool call arguments');
}

function readContent(content: unknown): Pick<PromptMessage, 'text' | 'images'> {
  if (typeof content === 'string') return { text: content, images: 0 };
  const texts: string[] = [];
  let images = 0;
  for (const part of asArray(content)) {
    const { type, text, image_url } = asRecord(part);
    if (type === 'text' && typeof text === 'string') texts.push(text);
    else if (type === 'image_url') {
      const url = asString(isRecord(image_url) ? image_url['url'] : image_url);
      if (url?.startsWith('data:') !== true) {
        throw badRequest('image URLs are not currently supported, please use base64 encoded data instead');
      }
      images += 1;
    } else throw badRequest('invalid message format');
  }
  return { text: texts.join('\n'), images };
}

/** Reads `response_format`: any JSON or a schema. Other formats are ignored. */
export function readResponseFormat(given: unknown): Record<string, unknown> | undefined {
  const format = asRecord(given);
  if (format['type'] === 'json_object') return JSON_OBJECT;
  return format['type'] === 'json_schema' ? readJsonSchema(format) : undefined;
}

/** Converts `reasoning_effort` or `reasoning.effort` to a value of `think`. */
export function readEffort({ reasoning_effort, reasoning }: JsonRecord): unknown {
  const effort = reasoning_effort ?? asRecord(reasoning)['effort'];
  if (effort === undefined || effort === null) return undefined;
  if (effort === 'none') return false;
  if (effort === 'high' || effort === 'medium' || effort === 'low') return effort;
  throw badRequest(
    `invalid reasoning value: '${asString(effort) ?? JSON.stringify(effort)}' (must be "high", "medium", "low", or "none")`,
  );
}

/** Reads the limits of a reply. Only `max_tokens` is supported, not the newer `max_completion_tokens`. */
export function readLimits(body: JsonRecord): ModelOptions {
  const limit = body['max_tokens'];
  return {
    contextLength: undefined,
    maxTokens: typeof limit === 'number' && limit > 0 ? limit : Number.POSITIVE_INFINITY,
    stop: readStop(body),
  };
}
