import { Refusal } from '../shared/http/refusal.js';

const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  501: 'not_supported_error',
  503: 'unavailable_error',
};

/** Statuses that the HTTP layer of llama-server sends itself. It writes the fields in another order. */
const FRONT = new Set([401, 404, 503]);

/** An error response of llama-server. Its `code` is the status as a number. */
export class LlamaRefusal extends Refusal {
  /** The fields under `error`. */
  readonly fields: object;

  /** `extra` contains additional fields of the error, or a different `type`. */
  constructor(status: number, message: string, extra: Readonly<Record<string, string | number>> = {}) {
    const type = typeOf(status);
    super(status, { message, type });
    this.fields = FRONT.has(status) ? { message, type, code: status } : { code: status, message, type, ...extra };
  }
}

/** Encodes the body of an error response for a refusal of any class. */
export function encodeError(refusal: Refusal): object {
  if (refusal instanceof LlamaRefusal) return { error: refusal.fields };
  const { status, message } = refusal;
  return { error: { code: status, message, type: typeOf(status) } };
}

/** Returns the error type for a status. */
function typeOf(status: number): string {
  return TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error');
}

/** Returns the 404 for anything that does not exist, including a model to load. */
export function notFound(): LlamaRefusal {
  return new LlamaRefusal(404, 'File Not Found');
}
