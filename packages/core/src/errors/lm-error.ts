import type { TimeoutName } from '../contract/call-options.js';
import type { PartialResponse } from '../contract/chat.js';
import type { ErrorCode } from './error-code.js';
import { safeText } from './redact.js';

/**
 * Marks the errors of lmux. The symbol is registered globally, so errors of a second copy of the package (ESM next to CommonJS) are
 * recognized too. `instanceof` would miss them.
 */
export const ERROR_BRAND: unique symbol = Symbol.for('lmux.error') as never;

/** The class of an error. */
export type ErrorKind = 'lm' | 'api' | 'capability' | 'stream' | 'object';

/** The parameters of an `LmError`. */
export interface LmErrorInit {
  /** Id of the provider concerned. */
  readonly provider?: string | undefined;
  /** Set to true if the same call may succeed later. Default false. */
  readonly retryable?: boolean | undefined;
  /** The error that caused this one. */
  readonly cause?: unknown;
  /** Number of times the call was sent. */
  readonly attempts?: number | undefined;
  /** The timeout that ended the call. */
  readonly timeout?: TimeoutName | undefined;
  /** The partial response of a stream. */
  readonly partial?: PartialResponse | undefined;
}

/** Sets the stable name of an error class and the mark by which other copies of the package recognize it. */
export function brandErrorClass(prototype: object, name: string, kind: ErrorKind): void {
  defineHidden(prototype, 'name', name);
  defineHidden(prototype, ERROR_BRAND, kind);
}

/** Defines a property that JSON does not show, and inspection only with `showHidden`. */
export function defineHidden(target: object, key: string | symbol, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: false, writable: true, configurable: true });
}

/** Defines a property that JSON and inspection do not show, even with `showHidden`, for text of servers and users that must not reach logs. */
export function definePrivate(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { get: () => value, enumerable: false, configurable: true });
}

/**
 * The base class of all errors of lmux. Switch on `code`, and use `isLmError` instead of `instanceof`. A message states what failed, which
 * request it was and what to do next. It never contains an API key, a header value or a prompt.
 */
export class LmError extends Error {
  static {
    // On the prototype, the name is in the first line of the stack, and inspection does not show it a second time.
    brandErrorClass(this.prototype, 'LmError', 'lm');
  }
  /** Stable name of the class. */
  declare readonly name: string;
  /** Stable code of the error. */
  readonly code: ErrorCode;
  /** Id of the provider concerned, if there is one. */
  declare readonly provider?: string;
  /** True if the same call may succeed later. */
  readonly retryable: boolean;
  /** Number of times the call was sent. Absent if nothing was sent. */
  declare readonly attempts?: number;
  /** The timeout that ended the call, as in `timeouts` of the call. Absent if the call ended for another reason. */
  declare readonly timeout?: TimeoutName;
  /** The partial response of the stream at the time of the error. Not enumerable, because it contains output of the model. */
  declare readonly partial?: PartialResponse;

  constructor(code: ErrorCode, message: string, init: LmErrorInit = {}) {
    super(safeText(message), init.cause === undefined ? undefined : { cause: init.cause });
    this.code = code;
    this.retryable = init.retryable ?? false;
    if (init.provider !== undefined) this.provider = init.provider;
    if (init.attempts !== undefined) this.attempts = init.attempts;
    if (init.timeout !== undefined) this.timeout = init.timeout;
    if (init.partial !== undefined) definePrivate(this, 'partial', init.partial);
  }

  /** Returns the fields that are safe to log: no body, no partial response, no cause. */
  toJSON(): Record<string, unknown> {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      provider: this.provider,
      retryable: this.retryable,
      attempts: this.attempts,
      timeout: this.timeout,
    };
  }
}
