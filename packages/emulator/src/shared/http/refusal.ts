/** The object form of LM Studio's errors; `code` and `param` may be null there too. */
export interface ErrorObject {
  readonly message: string;
  readonly type: string;
  readonly param?: string | null;
  readonly code?: string | null;
}

/**
 * A request that the server answers with an error body.
 * Thrown from anywhere below the dispatcher, which turns it into the response.
 */
export class Refusal extends Error {
  readonly status: number;
  /** LM Studio uses a bare string or an object, depending on which of its layers refused. */
  readonly error: string | ErrorObject;

  constructor(status: number, error: string | ErrorObject) {
    super(typeof error === 'string' ? error : error.message);
    this.name = 'Refusal';
    this.status = status;
    this.error = error;
  }
}
