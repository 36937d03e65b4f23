import type { ErrorCode } from './error-code.js';
import { brandErrorClass, LmError, type LmErrorInit } from './lm-error.js';

/** The parameters of an `ObjectError`. */
export interface ObjectErrorInit extends LmErrorInit {
  /** Position in the text, in UTF-16 code units from 0. */
  readonly position?: number | undefined;
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

  constructor(code: ErrorCode, message: string, init: ObjectErrorInit = {}) {
    super(code, message, init);
    if (init.position !== undefined) this.position = init.position;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), position: this.position };
  }
}
