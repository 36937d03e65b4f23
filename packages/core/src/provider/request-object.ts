import { LmError } from '../errors/lm-error.js';
import type { HttpCall, JsonResponse } from '../http/http-call.js';
import type { HttpClient } from '../http/http-client.js';
import { isObject } from '../json/read-json.js';

/** What makes a response the one that was asked for. */
export interface ExpectedObject {
  /** Id of the provider, for the error. */
  readonly provider: string;
  /** The server by its name, for the error. */
  readonly server: string;
  /** The field that such a response has. */
  readonly field: string;
  /** Returns whether the body is the expected response, by the value of `field`; `undefined` where it is missing. */
  readonly isExpected: (value: unknown, body: Readonly<Record<string, unknown>>) => boolean;
}

/** A response whose body is an object. */
export interface ObjectResponse extends Omit<JsonResponse, 'body'> {
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Requests JSON and returns the response if it is an object with the field that makes it the one asked for. A status proves nothing:
 * LM Studio answers 200 on paths that it does not know, and so do other servers.
 *
 * @throws `unexpected_response` if it is not.
 */
export async function requestObject(
  http: HttpClient,
  call: HttpCall,
  { provider, server, field, isExpected }: ExpectedObject,
): Promise<ObjectResponse> {
  const response = await http.requestJson(call);
  const { body } = response;
  if (isObject(body) && isExpected(body[field], body)) return { ...response, body };
  throw new LmError(
    'unexpected_response',
    `The server answered with JSON that ${server} would not send: it has no "${field}" (${call.method} ${call.path}). Check that baseUrl leads to ${server}.`,
    { provider },
  );
}
