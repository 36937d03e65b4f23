import type { HttpCall, HttpClient } from '@lmux/core/provider';
import { requestObject, type ExpectedObject } from '@lmux/core/provider/json';

/** The HTTP client and root path of LM Studio's own API. The root is usually `/api/v1`. */
export interface NativeApi {
  readonly http: HttpClient;
  readonly root: string;
}

/**
 * Requests JSON from LM Studio's own API and returns the body, an object with the expected field.
 *
 * @param call Its path is relative to the root of the API.
 */
export async function requestNative<Response>(
  { http, root }: NativeApi,
  call: HttpCall,
  field: string,
  isExpected: ExpectedObject['isExpected'],
): Promise<Response> {
  const path = root + call.path;
  const expected: ExpectedObject = { provider: 'lmstudio', server: 'LM Studio', field, isExpected };
  const { body } = await requestObject(http, { ...call, path }, expected);
  return body as Response;
}
