import { isObject } from '../json/read-json.js';

/** The content of a server's error, normalized from any of its forms. */
export interface ErrorBody {
  readonly message: string;
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  readonly param?: string | undefined;
}

/** Returns a non-empty string unchanged and a number as text, otherwise `undefined`. */
function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** Reads the `detail` of FastAPI: a sentence, an object, or a list of `{ loc, msg }`. */
function fromDetail(detail: unknown): ErrorBody | undefined {
  if (typeof detail === 'string') return { message: detail };
  if (isObject(detail)) return fromObject(detail);
  if (!Array.isArray(detail)) return undefined;
  const rows = detail.filter(isObject);
  const message = rows
    .map((row) => [Array.isArray(row.loc) ? row.loc.join('.') : '', text(row.msg) ?? ''].filter(Boolean).join(': '))
    .join('; ');
  const where: unknown = rows[0]?.loc;
  return { message, param: Array.isArray(where) ? text(where.at(-1)) : undefined };
}

/** Returns the message inside a message that is itself JSON, such as an upstream error body passed on as text. */
function unwrapped(message: string): string {
  const trimmed = message.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return message;
  try {
    return readErrorBody(JSON.parse(trimmed))?.message ?? message;
  } catch {
    return message;
  }
}

function fromObject(error: Record<string, unknown>): ErrorBody | undefined {
  const message = text(error.message) ?? text(error.msg) ?? text(error.error);
  const code = text(error.code);
  const type = text(error.type) ?? text(error.error_type) ?? text(error.status);
  if (message === undefined && code === undefined && type === undefined) return undefined;
  return { message: unwrapped(message ?? type ?? code ?? ''), code, type, param: text(error.param) };
}

/** Returns an error body for a value without known fields. The value itself is not shown, since it may be anything. */
function fallback(value: unknown): ErrorBody {
  return { message: `an error without a message (${Array.isArray(value) ? 'array' : typeof value})` };
}

/**
 * Reads the error of a JSON body, in any of the forms that servers use: nested or flat, a string or a list, FastAPI's `detail`, OAuth's
 * `error_description`. Returns `undefined` if the body contains none.
 */
export function readErrorBody(body: unknown): ErrorBody | undefined {
  if (Array.isArray(body)) return body.length > 0 && isObject(body[0]) ? errorKeyOf(body[0]) : undefined;
  if (!isObject(body)) return undefined;
  return (
    errorKeyOf(body) ??
    fromFlat(body) ??
    fromDetail(body.detail) ??
    (text(body.title) === undefined ? undefined : { message: String(body.title) })
  );
}

function errorKeyOf(body: Record<string, unknown>): ErrorBody | undefined {
  const { error } = body;
  if (error === undefined || error === null || error === false || error === '') return undefined;
  const description = text(body.error_description) ?? text(body.message);
  if (typeof error === 'string') {
    const sentence = description !== undefined && !error.includes(' ') ? `${error}: ${description}` : error;
    return { message: unwrapped(sentence), type: text(body.error_type), code: text(body.code) };
  }
  if (isObject(error)) return fromObject(error) ?? fallback(error);
  return fallback(error);
}

/** Reads the flat form: `{ object: "error", message, type, code }`, or any object with a message. */
function fromFlat(body: Record<string, unknown>): ErrorBody | undefined {
  const message = text(body.message) ?? text(body.msg);
  return message === undefined ? undefined : fromObject({ ...body, message });
}

/**
 * Returns true if the JSON body of a successful response is an error: it has an `error` key, `object` or `type` is "error", or it is a list
 * of one such object. `error: null` next to a result does not count.
 */
export function carriesError(body: unknown): boolean {
  if (Array.isArray(body)) return body.length === 1 && isObject(body[0]) && errorKeyOf(body[0]) !== undefined;
  if (!isObject(body)) return false;
  return errorKeyOf(body) !== undefined || body.object === 'error' || body.type === 'error';
}

/** Returns the title or first heading of an HTML page as one line, or `undefined` if it has none. */
export function htmlTitle(page: string): string | undefined {
  // Bounded, because a page of unclosed tags would make the search quadratic.
  const title = /<title[^>]{0,200}>([^<]{0,1000})/i.exec(page)?.[1] ?? /<h1[^>]{0,200}>([^<]{0,1000})/i.exec(page)?.[1];
  return title?.replaceAll(/\s+/g, ' ').trim() || undefined;
}

/** Returns true if a text looks like an HTML page. */
export function looksLikeHtml(body: string): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml)/i.test(body);
}

/** Reads the error of an unsuccessful response from its body as text. Returns `undefined` for an empty body. */
export function readErrorText(body: string): ErrorBody | undefined {
  const trimmed = body.trim();
  if (trimmed === '') return undefined;
  if (looksLikeHtml(trimmed)) return { message: htmlTitle(trimmed) ?? 'an HTML page' };
  let json: unknown;
  try {
    json = JSON.parse(trimmed);
  } catch {
    return { message: trimmed };
  }
  if (typeof json === 'string') return { message: json };
  return readErrorBody(json) ?? { message: 'JSON without an error message' };
}
