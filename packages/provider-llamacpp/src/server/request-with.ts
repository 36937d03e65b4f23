import { LmError, type HttpCall, type HttpClient, type IncomingJson } from '@lmux/core/provider';

/** A JSON answer, if it has what makes it what was asked for. */
export async function requestWith(
  http: HttpClient,
  call: HttpCall,
  fits: (body: IncomingJson) => boolean,
): Promise<IncomingJson> {
  const { body } = await http.requestJson(call);
  if (typeof body === 'object' && body !== null && fits(body)) return body;
  throw new LmError(
    'unexpected_response',
    `The server answered with JSON that llama-server would not send (${call.method} ${call.path}). Check that baseUrl leads to it.`,
    { provider: 'llamacpp' },
  );
}
