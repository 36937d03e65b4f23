import type { TransportResponse } from '../transport/transport.js';
import type { AnsweredExchange } from './api-error-factory.js';

/** An answer whose head has come and is a success. */
export interface OpenAnswer {
  readonly response: TransportResponse;
  readonly exchange: AnsweredExchange;
}
