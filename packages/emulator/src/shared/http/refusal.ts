/** The object form of errors on OpenAI-format routes. `code` and `param` may also be null. */
export interface ErrorObject {
  readonly message: string;
  readonly type: string;
  readonly param?: string | null;
  readonly code?: string | null;
}

/**
 * An error response to a request. It can be thrown anywhere below the request handler, which sends it as the response.
 */
export class Refusal extends Error {
  readonly status: number;
  /** A string or an object, depending on the layer of the server that refuses the request. */
  readonly error: string | ErrorObject;

  constructor(status: number, error: string | ErrorObject) {
    super(typeof error === 'string' ? error : error.message);
    this.name = 'Refusal';
    this.status = status;
    this.error = error;
  }
}
