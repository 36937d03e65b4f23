import { LmError } from '../errors/lm-error.js';
import type { HttpCall, JsonResponse } from '../http/http-call.js';
import type { HttpClient } from '../http/http-client.js';
import { isObject } from '../json/read-json.js';

/** The criteria for an expected response. */
export interface ExpectedObject {
  /** Id of the provider, for the error. */
  readonly provider: string;
  /** Name of the server, for the message. */
  readonly server: string;
  /** Name of a field that identifies such a response. */
  readonly field: string;
  /** Returns true if the body is the expected response. `value` is the value of `field`, or `undefined` if that is missing. */
  readonly isExpected: (value: unknown, body: Readonly<Record<string, unknown>>) => boolean;
}

/** A response whose body is an object. */
export interface ObjectResponse extends Omit<JsonResponse, 'body'> {
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Requests JSON and returns the response if it is an object with the expected field. The status is not enough: LM Studio and other servers
 * respond with 200 to unknown paths.
 *
 * @throws `unexpected_response` if the field is missing or has an unexpected value.
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
    `The response to ${call.method} ${call.path} is not from ${server}: "${field}" is missing or invalid. ` +
      `Check that "baseUrl" is the address of ${server}.`,
    { provider },
  );
}
