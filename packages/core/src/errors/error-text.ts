import { jsonText } from '../json/json-text.js';
import { readErrorBody, type ErrorBody } from './error-body.js';
import { wordsOf } from './error-words.js';
import { cutText } from './redact.js';

/** The entities that titles contain. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** Returns the title or first heading of an HTML page as one line, or `undefined` if it has none. */
export function htmlTitle(page: string): string | undefined {
  // Bounded, because a page of unclosed tags would make the search quadratic.
  const title = /<title[^>]{0,200}>([^<]{0,1000})/i.exec(page)?.[1] ?? /<h1[^>]{0,200}>([^<]{0,1000})/i.exec(page)?.[1];
  const text = title?.replaceAll(/&(?:nbsp|amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
  return text?.replaceAll(/\s+/g, ' ').trim() || undefined;
}

/** Returns true if a text looks like an HTML page or another document with tags. */
export function looksLikeHtml(body: string): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml)/i.test(body);
}

/** Maximum length of the title of a page in a message. */
const MAX_TITLE_LENGTH = 100;

/**
 * Describes an HTML page by its title, such as that of a login page or of a proxy.
 *
 * @param showText Makes a text of the response safe to show.
 */
export function describePage(page: string, showText: (text: string) => string): string {
  const title = htmlTitle(page);
  return title === undefined ? 'an HTML page' : `the HTML page "${cutText(showText(title), MAX_TITLE_LENGTH)}"`;
}

/** Reads an error in XML, as storage services and their gateways send it: `<Error><Code>...</Code><Message>...</Message></Error>`. */
function readXml(text: string): ErrorBody | undefined {
  if (!/^\s*<(?:\?xml|error)/i.test(text)) return undefined;
  const message = /<message[^>]{0,200}>([^<]{1,1000})/i.exec(text)?.[1]?.trim();
  const code = /<code[^>]{0,200}>([^<]{1,200})/i.exec(text)?.[1]?.trim();
  return message ? { message, code: code || undefined } : undefined;
}

/** Reads the error of an unsuccessful response from its body as text. Returns `undefined` for an empty body. */
export function readErrorText(body: string): ErrorBody | undefined {
  const trimmed = body.trim();
  if (trimmed === '') return undefined;
  const xml = readXml(trimmed);
  if (xml !== undefined) return xml;
  if (looksLikeHtml(trimmed)) return { message: htmlTitle(trimmed) ?? 'an HTML page' };
  let json: unknown;
  try {
    json = JSON.parse(trimmed);
  } catch {
    return { message: trimmed };
  }
  if (typeof json === 'string') return { message: json };
  // A list around the body, which Google's gateways send for streams, may also contain a flat error.
  const known = readErrorBody(json) ?? (Array.isArray(json) ? readErrorBody(json[0]) : undefined);
  if (known !== undefined) return known;
  const words = wordsOf(json);
  return { message: words ?? `JSON without an error message: ${jsonText(json) ?? ''}` };
}
