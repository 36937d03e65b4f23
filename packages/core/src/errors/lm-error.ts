import type { PartialResponse } from '../contract/chat.js';
import type { ErrorCode } from './error-code.js';
import { cutText, maskSecrets } from './redact.js';

/**
 * Marks our errors. Registered globally, so that errors of a second copy of the package (ESM beside CommonJS) are
 * recognised too; `instanceof` would miss them.
 */
export const ERROR_BRAND: unique symbol = Symbol.for('lmux.error') as never;

/** Which class of error it is. */
export type ErrorKind = 'lm' | 'api' | 'capability' | 'stream';

/** What an `LmError` is made from. */
export interface LmErrorInit {
  /** Id of the provider concerned. */
  readonly provider?: string | undefined;
  /** Whether the same call may succeed later. Default false. */
  readonly retryable?: boolean | undefined;
  /** The error behind this one. */
  readonly cause?: unknown;
  /** How often the call was sent. */
  readonly attempts?: number | undefined;
  /** What had arrived of a stream. */
  readonly partial?: PartialResponse | undefined;
}

/** Gives an error class its stable name and the mark by which other copies of the package know it. */
export function brandErrorClass(prototype: object, name: string, kind: ErrorKind): void {
  defineHidden(prototype, 'name', name);
  defineHidden(prototype, ERROR_BRAND, kind);
}

/** Hides a property from inspection and JSON: what a server or a user wrote does not belong in logs. */
export function defineHidden(target: object, key: string | symbol, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: false, writable: true, configurable: true });
}

/**
 * Every error of lmux. Switch on `code`; recognise by `isLmError`, never by `instanceof`.
 * Messages say what happened, what was tried and what to do next; they never hold a key, a header's value or a prompt.
 */
export class LmError extends Error {
  static {
    // On the prototype, so that the stack's first line has it and inspection does not repeat it.
    brandErrorClass(this.prototype, 'LmError', 'lm');
  }
  /** Name of the class; stable. */
  declare readonly name: string;
  /** What kind of error it is; stable. */
  readonly code: ErrorCode;
  /** Id of the provider concerned, where there is one. */
  declare readonly provider?: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** How often the call was sent; absent when nothing was. */
  declare readonly attempts?: number;
  /** What had arrived of the stream when it broke. Not enumerable: it holds the model's words. */
  declare readonly partial?: PartialResponse;

  constructor(code: ErrorCode, message: string, init: LmErrorInit = {}) {
    super(cutText(maskSecrets(message)), init.cause === undefined ? undefined : { cause: init.cause });
    this.code = code;
    this.retryable = init.retryable ?? false;
    if (init.provider !== undefined) this.provider = init.provider;
    if (init.attempts !== undefined) this.attempts = init.attempts;
    if (init.partial !== undefined) defineHidden(this, 'partial', init.partial);
  }

  /** What may be logged: no body, no partial reply, no cause. */
  toJSON(): Record<string, unknown> {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      provider: this.provider,
      retryable: this.retryable,
      attempts: this.attempts,
    };
  }
}
