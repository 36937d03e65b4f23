import { isApiError, isLmError, LmError, type CallOptions, type HttpClient } from '@lmux/core/provider';
import { isObject } from '@lmux/core/provider/json';

/** Response of `GET /lmstudio-greeting`, with which the `lms` command finds the server. */
export interface Greeting {
  lmstudio: boolean;
}

/** Sends `GET /lmstudio-greeting` below a path. The endpoint is not documented, but the `lms` command relies on it. */
export async function greeting(http: HttpClient, prefix: string, options?: CallOptions): Promise<Greeting> {
  const { body } = await http.requestJson({ method: 'GET', path: `${prefix}/lmstudio-greeting`, options });
  if (isObject(body) && body['lmstudio'] === true) return body as unknown as Greeting;
  throw new LmError(
    'unexpected_response',
    'The response to GET /lmstudio-greeting is not from LM Studio. Check that "baseUrl" is the address of LM Studio.',
  );
}

/** Result of a probe: LM Studio below the expected path, LM Studio at the root instead, another server, or no response in time. */
export type ServerIdentity = 'lmstudio' | 'lmstudio-at-root' | 'other' | 'unknown';

/** Timeout in ms for a probe. It runs only after a call has failed, and a better message is not worth a long wait. */
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
    // A response that is not a greeting comes from another server. No response proves nothing.
    const responded = isApiError(error) || isLmError(error, 'unexpected_response') || isLmError(error, 'parse_error');
    return responded ? false : undefined;
  }
}

/** Identifies the server at the address of a failed call. Never rejects. */
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
