import type { HttpCall, HttpClient } from '@lmux/core/provider';
import { requestObject, type ExpectedObject, type ObjectResponse } from '@lmux/core/provider/json';

/** The HTTP client for Ollama's own API, and the path of the API, such as `/api`. */
export interface NativeApi {
  readonly http: HttpClient;
  readonly root: string;
}

/** Settings of a call other than what is sent and the caller's options. */
export type CallSettings = Omit<HttpCall, 'method' | 'path' | 'body' | 'options'>;

/**
 * Requests JSON from Ollama's own API and returns the response. Rejects unless the body is an object with the expected field.
 *
 * @param call Its path is relative to the root of the API.
 */
export function requestNativeResponse(
  { http, root }: NativeApi,
  call: HttpCall,
  field: string,
  isExpected: ExpectedObject['isExpected'],
): Promise<ObjectResponse> {
  const expected: ExpectedObject = { provider: 'ollama', server: 'Ollama', field, isExpected };
  return requestObject(http, { ...call, path: root + call.path }, expected);
}

/** Requests JSON like `requestNativeResponse`, and returns only the body. */
export async function requestNative<Response>(...args: Parameters<typeof requestNativeResponse>): Promise<Response> {
  const { body } = await requestNativeResponse(...args);
  return body as Response;
}
