import type { ErrorCode } from './error-code.js';
import { brandErrorClass, defineHidden, LmError, type LmErrorInit } from './lm-error.js';
import { maskSecrets } from './redact.js';

/** Most characters of a server's answer that an error keeps. */
export const MAX_RAW_BODY_LENGTH = 64 * 1024;

/** What an `ApiError` is made from. */
export interface ApiErrorInit extends LmErrorInit {
  /** HTTP status of the answer; 200 for an error inside a successful one. */
  readonly status: number;
  readonly serverCode?: string | undefined;
  readonly serverType?: string | undefined;
  readonly param?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** The answer's body as text. */
  readonly rawBody?: string | undefined;
}

/** The server refused or failed: any answer that is not a success, and any success that carries an error. */
export class ApiError extends LmError {
  static {
    brandErrorClass(this.prototype, 'ApiError', 'api');
  }
  /** HTTP status; 200 for an error inside a successful answer or a stream. */
  readonly status: number;
  /** `code` of the server's error body, as text. */
  declare readonly serverCode?: string;
  /** `type` of the server's error body. */
  declare readonly serverType?: string;
  /** Field of the request that the server complains about. */
  declare readonly param?: string;
  /** The server's id of the request, for its support. */
  declare readonly requestId?: string;
  /** Milliseconds that the server asks to wait. */
  declare readonly retryAfterMs?: number;
  /** Body of the answer, at most 64 KiB, keys masked. Not enumerable: a server may echo what it was sent. */
  declare readonly rawBody?: string;

  constructor(code: ErrorCode, message: string, init: ApiErrorInit) {
    super(code, message, init);
    this.status = init.status;
    if (init.serverCode !== undefined) this.serverCode = maskSecrets(init.serverCode);
    if (init.serverType !== undefined) this.serverType = maskSecrets(init.serverType);
    if (init.param !== undefined) this.param = maskSecrets(init.param);
    if (init.requestId !== undefined) this.requestId = init.requestId;
    if (init.retryAfterMs !== undefined) this.retryAfterMs = init.retryAfterMs;
    if (init.rawBody !== undefined) {
      defineHidden(this, 'rawBody', maskSecrets(init.rawBody.slice(0, MAX_RAW_BODY_LENGTH)));
    }
  }

  override toJSON(): Record<string, unknown> {
    return {
      ...super.toJSON(),
      status: this.status,
      serverCode: this.serverCode,
      serverType: this.serverType,
      param: this.param,
      requestId: this.requestId,
      retryAfterMs: this.retryAfterMs,
    };
  }
}
