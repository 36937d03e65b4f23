import type { OperationScope } from '../signals/call-scope.js';
import type { PushSource } from '../stream/push-source.js';
import type { BodyDecoderFactory } from '../decode/body-decoder.js';
import type { ErrorRule } from '../errors/classify-error.js';
import type { HttpCall, JsonResponse } from './http-call.js';

/** The facts about a server that only its provider knows. */
export interface HttpServerTraits {
  /** Id of the provider, for errors. */
  readonly provider: string;
  /** Rows of the provider's own for the classification of errors. */
  readonly errorRules?: readonly ErrorRule[] | undefined;
  /** Name of the header that carries the token; `authorization` gets the scheme `Bearer`. */
  readonly apiTokenHeader?: string | undefined;
}

/**
 * Calls one server: joins URLs, adds headers, applies the timeouts, retries what is safe to retry, and turns every failure into an
 * `LmError`. Wire clients are built on it. It knows HTTP and JSON, and nothing about models.
 */
export interface HttpClient {
  /** Sends a call and returns its JSON response. A success that carries an error rejects too. */
  requestJson(call: HttpCall): Promise<JsonResponse>;
  /** Returns a stream of values. Nothing is sent before it is subscribed to, and each subscription is one request. */
  requestStream<T>(call: HttpCall, createDecoder: BodyDecoderFactory<T>): PushSource<T>;
  /**
   * Runs an operation of several calls and the waits between them. It ends as one call does: by the caller's signal, by the timeout
   * `total`, or when the client is closed. Calls within it must be given the scope's signal. It is not counted against `maxConcurrent`.
   */
  during<T>(call: HttpCall, work: (scope: OperationScope) => Promise<T>): Promise<T>;
}
