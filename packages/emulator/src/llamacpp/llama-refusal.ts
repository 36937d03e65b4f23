import { Refusal } from '../shared/http/refusal.js';

const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  501: 'not_supported_error',
  503: 'unavailable_error',
};

/** Refused by the layer in front, which writes its fields in another order. */
const FRONT = new Set([401, 404, 503]);

/** An error reply of llama-server: its `code` is the status, as a number. */
export class LlamaRefusal extends Refusal {
  /** The fields under `error`. */
  readonly fields: object;

  /** `extra` are further fields of the error, or another `type`. */
  constructor(status: number, message: string, extra: Readonly<Record<string, string | number>> = {}) {
    const type = typeOf(status);
    super(status, { message, type });
    this.fields = FRONT.has(status) ? { message, type, code: status } : { code: status, message, type, ...extra };
  }
}

/** The body of an error reply, whatever threw the refusal. */
export function encodeError(refusal: Refusal): object {
  if (refusal instanceof LlamaRefusal) return { error: refusal.fields };
  const { status, message } = refusal;
  return { error: { code: status, message, type: typeOf(status) } };
}

/** The kind of error that has this status. */
function typeOf(status: number): string {
  return TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error');
}

/** The 404 of whatever is not there, a model to load too. */
export function notFound(): LlamaRefusal {
  return new LlamaRefusal(404, 'File Not Found');
}
