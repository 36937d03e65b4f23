import type { PartialResponse } from '../contract/chat.js';
import type { ErrorCode } from './error-code.js';
import { brandErrorClass, defineHidden, LmError, type LmErrorInit } from './lm-error.js';

/** A stream broke: it stopped too early, could not be read, or fell silent. */
export class StreamError extends LmError {
  static {
    brandErrorClass(this.prototype, 'StreamError', 'stream');
  }
  /** What had arrived; `{ text: '' }` when nothing had. */
  declare readonly partial: PartialResponse;

  constructor(code: ErrorCode, message: string, init: LmErrorInit = {}) {
    super(code, message, init);
    if (init.partial === undefined) defineHidden(this, 'partial', { text: '' });
  }
}

/** Gives an error of a stream what had arrived before it. */
export function attachPartial<E>(error: E, partial: PartialResponse): E {
  if (error instanceof Error || (typeof error === 'object' && error !== null)) defineHidden(error, 'partial', partial);
  return error;
}
