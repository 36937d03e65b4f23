import type { ContentPart } from '../contract/message.js';

/** The keys of each kind of part. An object with another key is data of the tool. */
const KEYS: { readonly [type: string]: readonly string[] } = {
  text: ['type', 'text'],
  image: ['type', 'image', 'mediaType', 'detail'],
};

function isPart(value: unknown): value is ContentPart {
  if (typeof value !== 'object' || value === null) return false;
  const { type, text, image } = value as { type?: unknown; text?: unknown; image?: unknown };
  if (typeof type !== 'string' || !Object.hasOwn(KEYS, type)) return false;
  const isWhole = type === 'text' ? typeof text === 'string' : image !== undefined;
  return isWhole && Object.keys(value).every((key) => KEYS[type]?.includes(key));
}

/** Returns the parts that a tool returned: one part, or a list of only parts. `undefined` for any other value. */
export function contentPartsOf(result: unknown): readonly ContentPart[] | undefined {
  if (Array.isArray(result)) return result.length > 0 && result.every(isPart) ? result : undefined;
  return isPart(result) ? [result] : undefined;
}
