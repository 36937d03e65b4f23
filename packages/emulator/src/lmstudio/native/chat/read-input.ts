import type { PromptMessage } from '../../../shared/engine/reply.js';
import { asRecord } from '../../../shared/json/read-json.js';
import { invalidRequest, readShape, required } from '../strict/read-shape.js';
import type { Reader } from '../strict/read-shape.js';
import { text, wrongType } from '../strict/readers.js';

const TEXT_ITEM = { type: required(text), content: required(text) };

const IMAGE_ITEM = { type: required(text), data_url: required(readDataUrl) };

/** Reads `input`: a text, or text and image items that together form one user message. */
export const readInput: Reader<PromptMessage> = (value, path) => {
  if (typeof value === 'string') return { role: 'user', text: value, images: 0 };
  if (!Array.isArray(value)) throw wrongType('string or array', value, path);
  const items = value.map(asRecord);
  refuseUnknownTypes(items, path);
  const texts: string[] = [];
  for (const [index, item] of items.entries()) {
    const place = `${path}.${index}`;
    if (item['type'] === 'image') readShape(item, IMAGE_ITEM, place);
    else texts.push(readShape(item, TEXT_ITEM, place).content);
  }
  return { role: 'user', text: texts.join('\n'), images: items.length - texts.length };
};

/**
 * Refuses unknown item types. The docs list `message` as a type, but the server rejects it, with one sentence per item.
 */
function refuseUnknownTypes(items: readonly Record<string, unknown>[], path: string): void {
  const wrong = items.filter(({ type }) => type !== 'text' && type !== 'image');
  if (wrong.length === 0) return;
  const sentences = wrong.map(() => "Invalid discriminator value. Expected 'text' | 'image'");
  throw invalidRequest('invalid_union', path, sentences.join(', '));
}

function readDataUrl(value: unknown, path: string): string {
  const url = text(value, path);
  if (/^data:image\/[\w.+-]+;base64,/.test(url)) return url;
  throw invalidRequest('invalid_value', path, `"${path}" must be a base64 data URL of an image`);
}
