import { readArray, readText } from '../json/read-json.js';
import { ERROR_BRAND } from './lm-error.js';
import { RequestHider, type SentRequest } from './request-hider.js';
import { safeText } from './redact.js';

/** The fields of the errors of Node and undici that name the failed operation. None of them contains data of a request or response. */
const FIELDS = ['code', 'errno', 'syscall', 'address', 'port', 'hostname'] as const;

/** Matches an IP address. A header such as `x-forwarded-for` may contain that of the server, which the user needs to know. */
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$|^(?=[^:]{0,45}:[^:]{0,45}:)[\da-f:.]{2,45}(?:%\w{1,20})?$/i;

/** Maximum number of errors in a chain. Happy Eyeballs reports one for each address. */
const MAX_ERRORS = 10;

/** Maximum number of lines of a stack, as by default in V8. */
const MAX_FRAMES = 10;

/** Maximum length of a message. */
const MAX_MESSAGE = 300;

/** Matches the errors of JSON parsers, whose messages quote their input. */
const PARSER_ERROR = /JSON|Unexpected (?:token|end|identifier)|Unterminated/i;

/** Matches codes of the system, undici and its HTTP parser. Their messages do not quote the request. */
const KNOWN_CODE = /^(?:E[A-Z\d]+|EAI_\w+|UND_ERR_\w+|HPE_\w+)$/;

/** A shorter message cannot quote enough of a prompt. Examples are "fetch failed" and "Failed to fetch". */
const MIN_QUOTING = 16;

/** Returns true for an error whose message quotes what could not be parsed. */
export function isParserError(error: unknown): boolean {
  return error instanceof SyntaxError && PARSER_ERROR.test(error.message);
}

/** Returns the lines of a stack below the message. Engines other than V8 do not include the message. */
function framesOf(stack: string, message: string): string[] {
  const below = message === '' ? stack : (stack.split(message).at(-1) ?? '');
  return below
    .split('\n')
    .filter((line) => /^\s*at \S|@\S{1,999}:\d+:\d+$/.test(line))
    .slice(0, MAX_FRAMES);
}

/**
 * Returns a copy of an error of a transport that is safe to show as a `cause`. A copy has the name, message, code, system call, address and
 * stack frames of the error, and copies of its causes and inner errors, but nothing else: undici keeps the bytes of a response in `data`, and
 * other libraries keep the request. Errors of lmux are returned unchanged.
 *
 * @param request The request that failed. What it contained is hidden.
 */
export function cleanCause(error: unknown, request: SentRequest = { url: '', headers: {}, body: undefined }): unknown {
  // Most errors are of lmux, and collecting the secrets of the request would be wasted.
  if (typeof error === 'object' && error !== null && ERROR_BRAND in error) return error;
  const hider = new RequestHider(request);
  const copies = new Map<object, Error>();
  const show = (text: unknown): string => safeText(hider.hideSecrets(String(text)), MAX_MESSAGE);
  // The body is parsed for prompts.
  const showMessage = (message: string, code: unknown): string =>
    message.length < MIN_QUOTING || (typeof code === 'string' && KNOWN_CODE.test(code))
      ? show(message)
      : hider.showOne(message, MAX_MESSAGE);

  const copyOf = (value: unknown): unknown => {
    if (typeof value === 'string') return showMessage(value, undefined);
    if (typeof value !== 'object' || value === null) return typeof value === 'function' ? 'function' : value;
    if (ERROR_BRAND in value) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    const source = value as Readonly<Record<string, unknown>>;
    const { cause, errors } = source;
    const [name = 'Error', message = '', stack = ''] = ['name', 'message', 'stack'].map((key) => readText(source[key]));
    const copy = new Error(isParserError(value) ? 'The text is not valid JSON.' : showMessage(message, source['code']));
    copies.set(value, copy);
    const define = (key: string, defined: unknown, enumerable = false): void => {
      Object.defineProperty(copy, key, { value: defined, enumerable, writable: true, configurable: true });
    };
    define('name', show(name));
    const frames = framesOf(stack, message).map((frame) => `\n    ${show(frame.trim())}`);
    define('stack', `${copy.name}: ${copy.message}${frames.join('')}`);
    for (const field of FIELDS) {
      const own = source[field];
      if (typeof own === 'number') define(field, own, true);
      else if (typeof own === 'string') define(field, ADDRESS.test(own) ? own : show(own), true);
    }
    const remaining = (): number => Math.max(0, MAX_ERRORS - copies.size);
    if (cause !== undefined && cause !== null && remaining() > 0) define('cause', copyOf(cause));
    const inner = readArray(errors).slice(0, remaining());
    if (inner.length > 0) define('errors', inner.map(copyOf));
    return copy;
  };
  return copyOf(error);
}
