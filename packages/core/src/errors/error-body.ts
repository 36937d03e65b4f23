import { isObject, readArray, readObject } from '../json/read-json.js';
import type { ErrorCode } from './error-code.js';
import { headersIn } from './body-headers.js';
import { wordsOf } from './error-words.js';
import { readHiddenError, reportsSuccess } from './hidden-errors.js';

/** The content of a server's error, normalized from any of its forms. */
export interface ErrorBody {
  readonly message: string;
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  readonly param?: string | undefined;
  /** Headers of the server behind a gateway, which are in the body. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The meaning of the vendor's number in `code`. Used if no rule matches the error. */
  readonly meaning?: ErrorCode | undefined;
}

/** Returns a non-empty string unchanged and a number as text, otherwise `undefined`. */
function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** Returns the keys and indexes of a path. Joining other values could fail, or exhaust the stack. */
function pathOf(loc: unknown): unknown[] {
  return readArray(loc).filter((key) => typeof key === 'string' || typeof key === 'number');
}

/** Reads the `detail` of FastAPI: a sentence, an object, or a list of `{ loc, msg }`. */
function fromDetail(detail: unknown, depth: number): ErrorBody | undefined {
  if (typeof detail === 'string') return { message: detail };
  if (isObject(detail)) return fromObject(detail, depth);
  if (!Array.isArray(detail)) return undefined;
  const rows = detail.filter(isObject);
  const message = rows
    .map((row) => [pathOf(row.loc).join('.'), text(row.msg) ?? ''].filter(Boolean).join(': '))
    .join('; ');
  return { message, param: text(pathOf(rows[0]?.loc).at(-1)) };
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

/** How many gateways behind each other are read. More could exhaust the stack. */
const MAX_GATEWAYS = 4;

/** Messages of gateways that only say that the cause is elsewhere. */
const GENERIC_MESSAGE = /^(?:provider returned error|upstream error|error from (?:the )?(?:provider|upstream))\.?$/i;

/**
 * Reads the error of the server behind a gateway, which OpenRouter passes on in `metadata.raw` as text
 * (https://openrouter.ai/docs/api-reference/errors#provider-errors).
 */
function fromUpstream({ metadata }: Record<string, unknown>, depth: number): ErrorBody | undefined {
  const { raw } = readObject(metadata);
  if (depth >= MAX_GATEWAYS) return messageBody(wordsOf(raw));
  if (isObject(raw) || Array.isArray(raw)) return bodyOf(raw, depth + 1) ?? messageBody(wordsOf(raw));
  const words = text(raw)?.trim();
  if (words === undefined || words === '') return undefined;
  try {
    const json: unknown = JSON.parse(words);
    return bodyOf(json, depth + 1) ?? messageBody(wordsOf(json));
  } catch {
    return { message: words };
  }
}

function messageBody(message: string | undefined): ErrorBody | undefined {
  return message === undefined ? undefined : { message };
}

/** Combines the error of a gateway with that of the server behind it, which says more. A number of the gateway is only a status. */
function withUpstream(own: ErrorBody, upstream: ErrorBody): ErrorBody {
  const isGeneric = own.message === own.code || own.message === own.type || GENERIC_MESSAGE.test(own.message);
  const isRepeated = own.message.includes(upstream.message);
  return {
    ...own,
    message: isGeneric ? upstream.message : isRepeated ? own.message : `${own.message}: ${upstream.message}`,
    code: (Number.isNaN(Number(own.code)) ? own.code : undefined) ?? upstream.code ?? own.code,
    type: own.type ?? upstream.type,
    param: own.param ?? upstream.param,
  };
}

function fromObject(error: Record<string, unknown>, depth: number): ErrorBody | undefined {
  const own = ownFields(error);
  const upstream = fromUpstream(error, depth);
  const body = own === undefined || upstream === undefined ? (own ?? upstream) : withUpstream(own, upstream);
  const headers = headersIn(error);
  return body === undefined || headers === undefined ? body : { ...body, headers };
}

function ownFields(error: Record<string, unknown>): ErrorBody | undefined {
  const message = wordsOf(error);
  // MiniMax sends the status as `http_code`, without a code: https://github.com/BigPizzaV3/CodexPlusPlus/issues/267
  const code = text(error.code) ?? text(error.http_code);
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
  return bodyOf(body, 0);
}

function bodyOf(body: unknown, depth: number): ErrorBody | undefined {
  if (Array.isArray(body)) return body.length > 0 && isObject(body[0]) ? errorKeyOf(body[0], depth) : undefined;
  if (!isObject(body)) return undefined;
  const error = errorOf(body, depth);
  const headers = error === undefined || error.headers !== undefined ? undefined : headersIn(body);
  return error === undefined || headers === undefined ? error : { ...error, headers };
}

function errorOf(body: Record<string, unknown>, depth: number): ErrorBody | undefined {
  return (
    errorKeyOf(body, depth) ??
    fromVendor(body, depth) ??
    fromFlat(body, depth) ??
    fromDetail(body.detail, depth) ??
    (text(body.title) === undefined ? undefined : { message: String(body.title) })
  );
}

function errorKeyOf(body: Record<string, unknown>, depth = 0): ErrorBody | undefined {
  const { error } = body;
  if (error === undefined || error === null || error === false || error === '') return undefined;
  // Gateways in Go send the zero value of a struct next to a good response.
  if (isZeroError(error) && hasResult(body)) return undefined;
  const description = text(body.error_description) ?? text(body.message);
  if (typeof error === 'string') {
    const sentence = description !== undefined && !error.includes(description) ? `${error}: ${description}` : error;
    return { message: unwrapped(sentence), type: text(body.error_type), code: text(body.code) };
  }
  if (isObject(error)) return fromObject(error, depth) ?? besides(body) ?? fallback(error);
  if (Array.isArray(error)) {
    // Cloudflare's AI gateway sends a list of objects with code and message.
    const first = error.find(isObject);
    const message = wordsOf(error);
    if (message !== undefined) return { ...(first && fromObject(first, depth)), message };
  }
  return besides(body) ?? fallback(error);
}

/** Returns the words beside an `error` without any, such as `true` or a status. */
function besides(body: Record<string, unknown>): ErrorBody | undefined {
  const message = wordsOf({ ...body, error: undefined });
  return message === undefined ? undefined : { message: unwrapped(message), code: text(body.code) };
}

/** Reads a vendor's own form. It may be flat too, with a type. */
function fromVendor(body: Record<string, unknown>, depth: number): ErrorBody | undefined {
  const hidden = readHiddenError(body);
  if (hidden === undefined) return undefined;
  const flat = fromFlat(body, depth);
  return { ...flat, ...hidden, message: flat?.message ?? unwrapped(hidden.message) };
}

/** Reads the flat form: `{ object: "error", message, type, code }`, or any object with a message. `err`: QuantumNous/new-api dto/error.go. */
function fromFlat(body: Record<string, unknown>, depth: number): ErrorBody | undefined {
  // An object may also be the message of a model.
  const nested = isObject(body.message) && !('content' in body.message) ? wordsOf(body.message) : undefined;
  const message = text(body.message) ?? nested ?? text(body.msg) ?? text(body.err);
  return message === undefined || reportsSuccess(body) ? undefined : fromObject({ ...body, message }, depth);
}

/** Returns true if an error is an object without a value that means anything. */
export function isZeroError(error: unknown): boolean {
  return isObject(error) && Object.values(error).every((value) => !value);
}

/** Returns true if a body has a result or the usage that follows one. */
function hasResult({ choices, data, usage }: Record<string, unknown>): boolean {
  return Array.isArray(choices) || Array.isArray(data) || isObject(usage);
}

function hasChoices({ choices }: Record<string, unknown>): boolean {
  return Array.isArray(choices) && choices.length > 0;
}

/**
 * Returns true if the JSON body of a successful response is an error: it has an `error` key, `object` or `type` is "error", it is a list
 * of one such object, or it hides an error in a vendor's own form. `error: null` next to a result does not count.
 */
export function carriesError(body: unknown): boolean {
  if (Array.isArray(body)) return body.length === 1 && isObject(body[0]) && errorKeyOf(body[0]) !== undefined;
  if (!isObject(body)) return false;
  if (errorKeyOf(body) !== undefined || body.object === 'error' || body.type === 'error') return true;
  // Chunks of a stream are checked too. Nearly all of them have a choice and none of these fields.
  const isPlain = hasChoices(body) && body.base_resp === undefined && body.x_groq === undefined;
  return !isPlain && readHiddenError(body) !== undefined;
}

/**
 * Returns true if JSON is an error such as `{ message }` or `{ detail }` in place of a result (Portkey-AI/gateway issue 1142). Both are
 * common fields, so the field of the result must be missing.
 */
export function isFlatError(body: unknown, resultField: string): boolean {
  return isObject(body) && !Array.isArray(body[resultField]) && readErrorBody(body) !== undefined;
}
