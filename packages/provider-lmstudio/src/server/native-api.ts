import type { HttpCall, HttpClient } from '@lmux/core/provider';
import { requestObject, type ExpectedObject, type ObjectResponse } from '@lmux/core/provider/json';

/** The HTTP client and root path of LM Studio's own API. The root is usually `/api/v1`. */
export interface NativeApi {
  readonly http: HttpClient;
  readonly root: string;
}

/** A response with its body as a known type. */
export interface NativeResponse<Body> extends Pick<ObjectResponse, 'showText'> {
  readonly body: Body;
}

/**
 * Requests JSON from LM Studio's own API and returns the body, an object with the expected field.
 *
 * @param call Its path is relative to the root of the API.
 */
export async function requestNative<Body>(
  api: NativeApi,
  call: HttpCall,
  field: string,
  isExpected: ExpectedObject['isExpected'],
): Promise<Body> {
  return (await requestNativeResponse<Body>(api, call, field, isExpected)).body;
}

/** Requests JSON from LM Studio's own API as `requestNative` does, and returns the response. */
export async function requestNativeResponse<Body>(
  { http, root }: NativeApi,
  call: HttpCall,
  field: string,
  isExpected: ExpectedObject['isExpected'],
): Promise<NativeResponse<Body>> {
  const path = root + call.path;
  const expected: ExpectedObject = { provider: 'lmstudio', server: 'LM Studio', field, isExpected };
  const response = await requestObject(http, { ...call, path }, expected);
  return { ...response, body: response.body as Body };
}
