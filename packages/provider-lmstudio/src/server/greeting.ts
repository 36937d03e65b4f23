import { LmError, type CallOptions, type HttpClient, type IncomingJson } from '@lmux/core/provider';
import type { Greeting } from './wire.js';

/** `GET /lmstudio-greeting` below a path: who listens there. Not documented; LM Studio's own command relies on it. */
export async function greeting(http: HttpClient, prefix: string, options?: CallOptions): Promise<Greeting> {
  const { body } = await http.requestJson({ method: 'GET', path: `${prefix}/lmstudio-greeting`, options });
  const answer: IncomingJson = body;
  if (answer?.lmstudio === true) return answer;
  throw new LmError('unexpected_response', 'The server does not greet as LM Studio does (GET /lmstudio-greeting).');
}
