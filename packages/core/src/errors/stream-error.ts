import type { PartialResponse } from '../contract/chat.js';
import type { ErrorCode } from './error-code.js';
import { brandErrorClass, definePrivate, LmError, type LmErrorInit } from './lm-error.js';

/** A stream failed: it ended early, could not be parsed, or stopped sending data. */
export class StreamError extends LmError {
  static {
    brandErrorClass(this.prototype, 'StreamError', 'stream');
  }
  /** The partial response. `{ text: '' }` if nothing was received. */
  declare readonly partial: PartialResponse;

  constructor(code: ErrorCode, message: string, init: LmErrorInit = {}) {
    super(code, message, init);
    if (init.partial === undefined) definePrivate(this, 'partial', { text: '' });
  }
}

/** Attaches the partial response to the error of a stream. */
export function attachPartial<E>(error: E, partial: PartialResponse): E {
  if (error instanceof Error || (typeof error === 'object' && error !== null)) definePrivate(error, 'partial', partial);
  return error;
}
