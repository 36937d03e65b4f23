import type { PromptMessage } from '../shared/engine/reply.js';
import { asString, isRecord } from '../shared/json/read-json.js';
import { badRequest, wrongType } from './read-body.js';

/** Reads `messages`. Each has a text and optionally base64 images. */
export function readMessages(value: unknown): PromptMessage[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrongType('messages', value, '[]api.Message');
  return value.map((message: unknown) => {
    if (!isRecord(message)) throw wrongType('messages', message, 'api.Message');
    const { role, content, images } = message;
    if (content !== undefined && content !== null && typeof content !== 'string') {
      throw wrongType('messages.content', content, 'string');
    }
    return {
      role: asString(role) ?? '',
      text: content ?? '',
      images: readImages(images),
    };
  });
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
