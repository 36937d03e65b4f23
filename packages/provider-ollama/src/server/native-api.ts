import { LmError, type HttpCall, type HttpClient, type IncomingJson, type JsonResponse } from '@lmux/core/provider';

/** Where Ollama's own API is: the HTTP, and the path to its routes, such as `/api`. */
export interface NativeApi {
  readonly http: HttpClient;
  readonly root: string;
}

/** Whether JSON is an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON answer, if it is an object with the field that makes it what was asked for: other servers answer 200 on any path. */
export async function answerWith(
  http: HttpClient,
  call: HttpCall,
  field: string,
  fits: (value: unknown) => boolean,
): Promise<Omit<JsonResponse, 'body'> & { readonly body: IncomingJson }> {
  const answer = await http.requestJson(call);
  if (isObject(answer.body) && fits(answer.body[field])) return answer;
  throw new LmError(
    'unexpected_response',
    `The server answered with JSON that Ollama would not send: it has no "${field}" (${call.method} ${call.path}). Check that baseUrl leads to Ollama.`,
  );
}

/** The same, the body alone. */
export async function requestWith(
  http: HttpClient,
  call: HttpCall,
  field: string,
  fits: (value: unknown) => boolean,
): Promise<IncomingJson> {
  return (await answerWith(http, call, field, fits)).body;
}

/** Whether it is a text. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}
