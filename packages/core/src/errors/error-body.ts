import { isObject } from '../json/read-json.js';

/** What a server's error says, whatever form it has. */
export interface ErrorBody {
  readonly message: string;
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  readonly param?: string | undefined;
}

/** A string as it is, a number as text, anything else as nothing. */
function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** FastAPI's `detail`: a sentence, or a list of `{ loc, msg }`. */
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

/** A message that is itself JSON (an upstream's body passed on as text): the sentence in it. */
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

/** The message of a value in which nothing is known: bounded, since it may be anything. */
function fallback(value: unknown): ErrorBody {
  return { message: `an error without a message (${Array.isArray(value) ? 'array' : typeof value})` };
}

/**
 * The error that a JSON body carries, in any of the forms that servers use (spec/openai-compat.md A.17): nested or flat,
 * a string or a list, FastAPI's `detail`, OAuth's `error_description`. `undefined` when it carries none.
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

/** The flat form: `{ object: "error", message, type, code }`, or a message with something that says error. */
function fromFlat(body: Record<string, unknown>): ErrorBody | undefined {
  const message = text(body.message) ?? text(body.msg);
  return message === undefined ? undefined : fromObject({ ...body, message });
}

/**
 * Whether a JSON body that came with a success is an error all the same: it has an `error` key, calls itself one, or is a list of
 * one. `error: null` beside a result is none.
 */
export function carriesError(body: unknown): boolean {
  if (Array.isArray(body)) return body.length === 1 && isObject(body[0]) && errorKeyOf(body[0]) !== undefined;
  if (!isObject(body)) return false;
  return errorKeyOf(body) !== undefined || body.object === 'error' || body.type === 'error';
}

/** The title of an HTML page, as one line; `undefined` when it has none. */
export function htmlTitle(page: string): string | undefined {
  // Bounded, so that a page of unclosed tags does not make the search quadratic.
  const title = /<title[^>]{0,200}>([^<]{0,1000})/i.exec(page)?.[1] ?? /<h1[^>]{0,200}>([^<]{0,1000})/i.exec(page)?.[1];
  return title?.replaceAll(/\s+/g, ' ').trim() || undefined;
}

/** Whether a text is an HTML page. */
export function looksLikeHtml(body: string): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml)/i.test(body);
}

/** The error of an answer that is not a success, from its body as text. */
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
