import type { TransportResponse } from '../transport/transport.js';
import type { ExchangeDetails } from '../errors/create-api-error.js';

/** An answer whose head has come and is a success. */
export interface OpenResponse {
  readonly response: TransportResponse;
  readonly exchange: ExchangeDetails;
  /** In lower case without parameters; empty when the response has none. */
  readonly mediaType: string;
}
