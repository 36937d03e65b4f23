import type { PartialResponse } from '../contract/chat.js';
import type { FinishReason } from '../contract/finish-reason.js';
import type { ErrorCode } from './error-code.js';
import { brandErrorClass, definePrivate, LmError, type LmErrorInit } from './lm-error.js';

/** A reason why a text is not the requested object. */
export interface ObjectIssue {
  /** The keys and indexes that lead to the invalid part. Empty for the object itself. */
  readonly path: readonly (string | number)[];
  /** The message of the validator. It may quote the output of the model. */
  readonly message: string;
}

/** The parameters of an `ObjectError`. */
export interface ObjectErrorInit extends LmErrorInit {
  /** Position in the text, in UTF-16 code units from 0. */
  readonly position?: number | undefined;
  /** The issues of the object. */
  readonly issues?: readonly ObjectIssue[] | undefined;
  /** The text of the model. */
  readonly raw?: string | undefined;
  /** Reason why the model stopped. */
  readonly finishReason?: FinishReason | undefined;
  /** The partial response, with the object as far as it was parsed. */
  readonly partial?: (PartialResponse & { readonly object?: unknown }) | undefined;
}

/** The text of a model is not the object that was requested. */
export class ObjectError extends LmError {
  static {
    brandErrorClass(this.prototype, 'ObjectError', 'object');
  }
  /**
   * Position in the text, in UTF-16 code units from 0, as in `text[position]`. Equal to the length of a text that ends too early. Absent if the
   * error has no position.
   */
  declare readonly position?: number;
  /** Reason why the model stopped: `unified` is `length` if the object is incomplete because of `maxOutputTokens`. Absent for a parser's error. */
  declare readonly finishReason?: FinishReason;
  /** Why the text is not the object. Empty if the model refused, and for a parser's error. Not enumerable, because messages may quote the output. */
  declare readonly issues: readonly ObjectIssue[];
  /** The text that should be the object. Absent for a parser's error. Not enumerable, because it is output of the model. */
  declare readonly raw?: string;
  /** The response, with the object as far as it was parsed, not validated. Absent for a parser's error. Not enumerable. */
  declare readonly partial?: PartialResponse & { readonly object?: unknown };

  constructor(code: ErrorCode, message: string, init: ObjectErrorInit = {}) {
    super(code, message, init);
    if (init.position !== undefined) this.position = init.position;
    if (init.finishReason !== undefined) this.finishReason = init.finishReason;
    definePrivate(this, 'issues', init.issues ?? []);
    definePrivate(this, 'raw', init.raw);
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), position: this.position, finishReason: this.finishReason };
  }
}
