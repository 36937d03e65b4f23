import type { HttpCall, HttpClient } from '@lmux/core/provider';
import { requestObject, type ExpectedObject } from '@lmux/core/provider/json';

function isPresent(value: unknown): boolean {
  return value !== undefined;
}

/** Requests JSON from one of llama-server's own routes and returns the body. Rejects unless it is an object with the expected field. */
export async function requestNative<Response>(
  http: HttpClient,
  call: HttpCall,
  field: string,
  isExpected: ExpectedObject['isExpected'] = isPresent,
): Promise<Response> {
  const { body } = await requestObject(http, call, { provider: 'llamacpp', server: 'llama-server', field, isExpected });
  return body as Response;
}
