import type { ErrorCode } from './error-code.js';
import { brandErrorClass, definePrivate, LmError, type LmErrorInit } from './lm-error.js';
import { plainText } from './plain-text.js';
import { cutText, maskSecrets, safeText } from './redact.js';

/** Maximum number of characters of a response body that an error keeps. */
export const MAX_RAW_BODY_LENGTH = 64 * 1024;

/** Maximum length of the server's code, type or parameter. */
const MAX_FIELD = 120;

/** Maximum length of the id of the request. */
const MAX_REQUEST_ID = 256;

/** The parameters of an `ApiError`. */
export interface ApiErrorInit extends LmErrorInit {
  /** HTTP status of the response, or 200 for an error inside a successful response. */
  readonly status: number;
  readonly serverCode?: string | undefined;
  readonly serverType?: string | undefined;
  readonly param?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** Body of the response as text. */
  readonly rawBody?: string | undefined;
}

/** An error that the server reported: an unsuccessful status, or an error in the body or stream of a successful response. */
export class ApiError extends LmError {
  static {
    brandErrorClass(this.prototype, 'ApiError', 'api');
  }
  /** HTTP status, or 200 for an error inside a successful response or a stream. */
  readonly status: number;
  /** `code` of the server's error body, as text. */
  declare readonly serverCode?: string;
  /** `type` of the server's error body. */
  declare readonly serverType?: string;
  /** Request field that the server names as the cause. */
  declare readonly param?: string;
  /** The server's id of the request, for support requests. */
  declare readonly requestId?: string;
  /** Time in ms that the server asks the client to wait before a retry. */
  declare readonly retryAfterMs?: number;
  /** Body of the response, at most 64 KiB, with API keys masked. Not enumerable, because a server may echo the request. */
  declare readonly rawBody?: string;

  constructor(code: ErrorCode, message: string, init: ApiErrorInit) {
    super(code, message, init);
    this.status = init.status;
    if (init.serverCode !== undefined) this.serverCode = safeText(init.serverCode, MAX_FIELD);
    if (init.serverType !== undefined) this.serverType = safeText(init.serverType, MAX_FIELD);
    if (init.param !== undefined) this.param = safeText(init.param, MAX_FIELD);
    if (init.requestId !== undefined) this.requestId = cutText(plainText(init.requestId), MAX_REQUEST_ID);
    if (init.retryAfterMs !== undefined) this.retryAfterMs = init.retryAfterMs;
    if (init.rawBody !== undefined) {
      definePrivate(this, 'rawBody', maskSecrets(init.rawBody.slice(0, MAX_RAW_BODY_LENGTH)));
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
