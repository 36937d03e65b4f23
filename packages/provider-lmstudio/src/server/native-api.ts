import { LmError, type HttpCall, type HttpClient, type IncomingJson } from '@lmux/core/provider';

/** Where LM Studio's own API is: the HTTP, and the path to its routes, such as `/api/v1`. */
export interface NativeApi {
  readonly http: HttpClient;
  readonly root: string;
}

/** Whether it is a text with something in it. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/**
 * A JSON answer, if it is an object with the field that makes it what was asked for. LM Studio answers 200 on paths that it does not
 * know, and so do other servers: a status proves nothing.
 */
export async function requestWith(
  http: HttpClient,
  call: HttpCall,
  field: string,
  fits: (value: unknown) => boolean,
): Promise<IncomingJson> {
  const { body } = await http.requestJson(call);
  if (hasField(body, field, fits)) return body;
  throw new LmError(
    'unexpected_response',
    `The server answered with JSON that LM Studio would not send: it has no "${field}" (${call.method} ${call.path}).`,
  );
}

/** Whether JSON is an object with a field of the right kind. */
export function hasField(body: IncomingJson, field: string, fits: (value: unknown) => boolean): boolean {
  return typeof body === 'object' && body !== null && !Array.isArray(body) && fits(body[field]);
}
