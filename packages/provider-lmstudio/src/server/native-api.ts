import type { HttpCall, HttpClient } from '@lmux/core/provider';
import { requestObject, type ExpectedObject } from '@lmux/core/provider/json';

/** Where LM Studio's own API is: the HTTP, and the path to its routes, such as `/api/v1`. */
export interface NativeApi {
  readonly http: HttpClient;
  readonly root: string;
}

/**
 * Requests JSON of LM Studio's own API and returns the body, which is an object with the expected field.
 *
 * @param call Its path begins below the root of the API.
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
