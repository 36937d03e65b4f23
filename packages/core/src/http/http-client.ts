import type { OperationScope } from '../signals/call-scope.js';
import type { PushSource } from '../stream/push-source.js';
import type { BodyDecoderFactory } from '../decode/body-decoder.js';
import type { ErrorRule } from '../errors/classify-error.js';
import type { ErrorHints } from '../errors/error-hints.js';
import type { HttpCall, JsonResponse } from './http-call.js';

/** The properties of a server that its provider declares. */
export interface HttpServerTraits {
  /** Id of the provider, for error messages. */
  readonly provider: string;
  /** Rules of the provider for classifying errors, which take precedence over the common ones. */
  readonly errorRules?: readonly ErrorRule[] | undefined;
  /** Next steps for the user by error code, for errors that the server reports. They replace the common ones. */
  readonly errorHints?: ErrorHints | undefined;
  /**
   * Returns the next step for the user if the connection was refused, such as the command that starts the server.
   *
   * @param origin Scheme, host and port of the server, without credentials.
   */
  readonly startHint?: ((origin: string) => string) | undefined;
  /**
   * Returns the next step for the user if the server may not allow the origin of a web page (CORS), such as the setting to change. It completes a
   * sentence, so it begins in lower case. `undefined` if the server allows the origin by default.
   *
   * @param pageOrigin Origin of the page, or `null` for a page from a file.
   */
  readonly corsHint?: ((pageOrigin: string) => string | undefined) | undefined;
  /** Name of the header for the API token. Default: `authorization`, which gets the scheme `Bearer`. */
  readonly apiTokenHeader?: string | undefined;
}

/**
 * Calls one server. It joins URLs, adds headers, applies timeouts, retries calls when that is safe, and turns every failure into an
 * `LmError`. Wire clients are built on it. It handles HTTP and JSON, and nothing that is specific to models.
 */
export interface HttpClient {
  /** Sends a call and returns its JSON response. Also rejects if a successful response contains an error. */
  requestJson(call: HttpCall): Promise<JsonResponse>;
  /** Returns a stream of values. Nothing is sent before it is subscribed to, and each subscription sends one request. */
  requestStream<T>(call: HttpCall, createDecoder: BodyDecoderFactory<T>): PushSource<T>;
  /**
   * Runs an operation that consists of several calls and the waits between them. Like a single call, it is ended by the caller's signal, by
   * the `total` timeout, and by closing the client. Pass the scope's signal to the calls within it. It is not counted against
   * `maxConcurrent`.
   */
  during<T>(call: HttpCall, work: (scope: OperationScope) => Promise<T>): Promise<T>;
}
