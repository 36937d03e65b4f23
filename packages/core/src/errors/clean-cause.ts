import { ERROR_BRAND } from './lm-error.js';
import { RequestHider, type SentRequest } from './request-hider.js';
import { safeText } from './redact.js';

/** The fields of the errors of Node and undici that name the failed operation. None of them contains data of a request or response. */
const FIELDS = ['code', 'errno', 'syscall', 'address', 'port', 'hostname'] as const;

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

/**
 * Copies errors of one transport. A copy has the name, message, code, system call, address and stack frames of the error, and copies of its
 * causes and inner errors, but nothing else: undici keeps the bytes of a response in `data`, and other libraries keep the request.
 */
class CauseCleaner {
  readonly #hider: RequestHider;
  readonly #copies = new Map<object, Error>();

  constructor(request: SentRequest = { url: '', headers: {}, body: undefined }) {
    this.#hider = new RequestHider(request);
  }

  copy(value: unknown): unknown {
    if (typeof value === 'string') return this.#messageOf({ message: value });
    if (typeof value !== 'object' || value === null) return typeof value === 'function' ? 'function' : value;
    if (ERROR_BRAND in value) return value;
    const known = this.#copies.get(value);
    if (known !== undefined) return known;
    const source = value as Readonly<Record<string, unknown>>;
    const copy = new Error(isParserError(value) ? 'The text is not valid JSON.' : this.#messageOf(source));
    this.#copies.set(value, copy);
    define(copy, 'name', this.#show(typeof source['name'] === 'string' ? source['name'] : 'Error'));
    define(copy, 'stack', `${copy.name}: ${copy.message}${this.#framesOf(source)}`);
    for (const field of FIELDS) {
      const own = source[field];
      if (typeof own === 'number') Object.assign(copy, { [field]: own });
      else if (typeof own === 'string') Object.assign(copy, { [field]: this.#show(own) });
    }
    const { cause, errors } = source;
    if (cause !== undefined && cause !== null && this.#remaining > 0) define(copy, 'cause', this.copy(cause));
    const inner: unknown[] = Array.isArray(errors) ? errors.slice(0, this.#remaining) : [];
    if (inner.length > 0)
      define(
        copy,
        'errors',
        inner.map((error) => this.copy(error)),
      );
    return copy;
  }

  #show(text: string): string {
    return safeText(this.#hider.hideSecrets(text), MAX_MESSAGE);
  }

  get #remaining(): number {
    return Math.max(0, MAX_ERRORS - this.#copies.size);
  }

  #messageOf({ message, code }: Readonly<Record<string, unknown>>): string {
    if (typeof message !== 'string') return '';
    // The body is parsed for it.
    const mayQuote = message.length >= MIN_QUOTING && !(typeof code === 'string' && KNOWN_CODE.test(code));
    return mayQuote ? this.#hider.showOne(message, MAX_MESSAGE) : this.#show(message);
  }

  /** Returns the lines of a stack below the message. Engines other than V8 do not include the message. */
  #framesOf({ stack, message }: Readonly<Record<string, unknown>>): string {
    if (typeof stack !== 'string') return '';
    const below = typeof message === 'string' && message !== '' ? stack.split(message).at(-1) : stack;
    const frames = (below ?? '').split('\n').filter((line) => /^\s*at \S|@\S{1,999}:\d+:\d+$/.test(line));
    return frames
      .slice(0, MAX_FRAMES)
      .map((frame) => `\n    ${this.#show(frame.trim())}`)
      .join('');
  }
}

/**
 * Returns a copy of an error of a transport that is safe to show as a `cause`. Errors of lmux are returned unchanged.
 *
 * @param request The request that failed. What it contained is hidden.
 */
export function cleanCause(error: unknown, request?: SentRequest): unknown {
  return new CauseCleaner(request).copy(error);
}

function define(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, enumerable: false, writable: true, configurable: true });
}
