/** The object form of errors on OpenAI-format routes; `code` and `param` may be null too. */
export interface ErrorObject {
  readonly message: string;
  readonly type: string;
  readonly param?: string | null;
  readonly code?: string | null;
}

/**
 * A request that gets an error reply.
 * Thrown from anywhere below the dispatcher, which turns it into the response.
 */
export class Refusal extends Error {
  readonly status: number;
  /** A bare string or an object, depending on which layer of a server refused. */
  readonly error: string | ErrorObject;

  constructor(status: number, error: string | ErrorObject) {
    super(typeof error === 'string' ? error : error.message);
    this.name = 'Refusal';
    this.status = status;
    this.error = error;
  }
}
