import type { PromptMessage } from '../shared/engine/reply.js';
import { asArray, asRecord, asString, isRecord } from '../shared/json/read-json.js';
import { badRequest, wrongType } from './read-body.js';

/** Reads `messages`. Each has a text and optionally base64 images. */
export function readMessages(value: unknown): PromptMessage[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrongType('messages', value, '[]api.Message');
  return value.map((message: unknown) => {
    if (!isRecord(message)) throw wrongType('messages', message, 'api.Message');
    const { role, content, images, tool_calls: calls } = message;
    if (content !== undefined && content !== null && typeof content !== 'string') {
      throw wrongType('messages.content', content, 'string');
    }
    for (const call of asArray(calls)) checkArguments(asRecord(asRecord(call)['function'])['arguments']);
    return {
      role: asString(role) ?? '',
      text: content ?? '',
      images: readImages(images),
    };
  });
}

/** Refuses arguments of an earlier tool call that are not an object, with the message of Ollama's parser. */
function checkArguments(args: unknown): void {
  if (args === undefined || args === null || isRecord(args)) return;
  throw badRequest("Value looks like object, but can't find closing '}' symbol");
}

/** Counts the images. They must be plain base64, and a data URL is refused. */
export function readImages(images: unknown): number {
  if (images === undefined || images === null) return 0;
  if (!Array.isArray(images)) throw wrongType('images', images, '[]api.ImageData');
  for (const image of images) {
    const text = asString(image) ?? '?';
    const wrong = /[^A-Za-z0-9+/=\r\n]/.exec(text);
    if (wrong !== null) throw badRequest(`illegal base64 data at input byte ${wrong.index}`);
  }
  return images.length;
}
