import type { ContentPart } from '@lmux/core';
import { type Fields, isFields, textField } from './json-fields.js';

/** Types of images that models read. Servers refuse a request with another. */
const IMAGE_TYPE = /^image\/(?:png|jpe?g|webp|gif|bmp)$/i;

const BASE64 = /^[\w+/=-]+$/;

/** Returns the number of bytes of a base64 text, for people. */
function sizeOf(base64: string): string {
  const padding = base64.endsWith('==') ? 2 : Number(base64.endsWith('='));
  return `${(Math.floor((base64.length * 3) / 4) - padding).toLocaleString('en-US')} bytes`;
}

/** Returns a note to the model about content that it cannot see. */
function note(...facts: ReadonlyArray<string | undefined>): ContentPart {
  return { type: 'text', text: `[${facts.filter((fact) => fact !== undefined).join(', ')}]` };
}

function text(value: string): ContentPart {
  return { type: 'text', text: value };
}

function binary(images: boolean, kind: string, mimeType: unknown, data: unknown, name?: string): ContentPart {
  const type = textField(mimeType);
  const base64 = textField(data)?.replaceAll(/\s/g, '');
  const isValid = base64 !== undefined && BASE64.test(base64);
  if (images && isValid && type !== undefined && IMAGE_TYPE.test(type)) {
    return { type: 'image', image: `data:${type};base64,${base64}` };
  }
  return note(kind, name, type, isValid ? sizeOf(base64) : 'without valid data', 'not shown');
}

function resource(images: boolean, contents: unknown): ContentPart {
  if (!isFields(contents)) return note('resource without contents');
  const { text: own, blob, mimeType, uri } = contents;
  return typeof own === 'string' ? text(own) : binary(images, 'resource', mimeType, blob, textField(uri));
}

function link({ uri, name, title, description, mimeType }: Fields): ContentPart {
  const named = [uri, title ?? name, mimeType, description].map(textField);
  return note('link to a resource', ...named);
}

/**
 * Converts an item of the content of a result for the model. Images stay images. Text stays text, also that of an embedded resource. A link, audio and
 * other data become a note in brackets with what is known about them.
 *
 * @param images False if images become such a note too.
 */
export function convertContent(item: unknown, images: boolean): ContentPart {
  if (!isFields(item)) return note('content of an unknown type');
  switch (item['type']) {
    case 'text':
      return text(typeof item['text'] === 'string' ? item['text'] : '');
    case 'image':
      return binary(images, 'image', item['mimeType'], item['data']);
    case 'audio':
      return binary(images, 'audio', item['mimeType'], item['data']);
    case 'resource':
      return resource(images, item['resource']);
    case 'resource_link':
      return link(item);
    default:
      return note(`content of the type ${JSON.stringify(textField(item['type'])?.slice(0, 64) ?? null)}`, 'not shown');
  }
}
