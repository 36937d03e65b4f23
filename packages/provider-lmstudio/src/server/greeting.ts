import { LmError, type CallOptions, type HttpClient } from '@lmux/core/provider';
import { isObject } from '@lmux/core/provider/json';

/** Response of `GET /lmstudio-greeting`, by which LM Studio's own command finds its server. */
export interface Greeting {
  lmstudio: boolean;
}

/** `GET /lmstudio-greeting` below a path: who listens there. Not documented; LM Studio's own command relies on it. */
export async function greeting(http: HttpClient, prefix: string, options?: CallOptions): Promise<Greeting> {
  const { body } = await http.requestJson({ method: 'GET', path: `${prefix}/lmstudio-greeting`, options });
  if (isObject(body) && body['lmstudio'] === true) return body as unknown as Greeting;
  throw new LmError('unexpected_response', 'The server does not greet as LM Studio does (GET /lmstudio-greeting).');
}
