import { isApiError, isLmError, LmError, type CallOptions, type HttpClient } from '@lmux/core/provider';
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

/** Who responds: LM Studio where it was looked for, LM Studio at the server's root instead, something else, or nobody in time. */
export type ServerIdentity = 'lmstudio' | 'lmstudio-at-root' | 'other' | 'unknown';

/** The probe runs only after a call has failed: a better message is not worth a long wait. */
const PROBE_TIMEOUT_MS = 1000;

async function greets(http: HttpClient, prefix: string, signal: AbortSignal | undefined): Promise<boolean | undefined> {
  const options: CallOptions = {
    signal,
    timeout: PROBE_TIMEOUT_MS,
    timeouts: { connect: PROBE_TIMEOUT_MS },
    retry: false,
  };
  try {
    await greeting(http, prefix, options);
    return true;
  } catch (error) {
    // A response that is not a greeting means that something else listens. No response means nothing.
    const responded = isApiError(error) || isLmError(error, 'unexpected_response') || isLmError(error, 'parse_error');
    return responded ? false : undefined;
  }
}

/** Finds out who listens at the address of a call that failed. Never rejects. */
export async function probeServer(
  http: HttpClient,
  prefix: string,
  signal: AbortSignal | undefined,
): Promise<ServerIdentity> {
  const below = await greets(http, prefix, signal);
  if (below === undefined) return 'unknown';
  if (below) return 'lmstudio';
  const atRoot = prefix === '' ? false : await greets(http, '', signal);
  return atRoot === true ? 'lmstudio-at-root' : 'other';
}
