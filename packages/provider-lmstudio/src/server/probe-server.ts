import { isApiError, isLmError, type CallOptions, type HttpClient } from '@lmux/core/provider';
import { greeting } from './greeting.js';

/** Who answers: LM Studio where it was looked for, LM Studio at the server's root instead, something else, or nobody in time. */
export type ServerIdentity = 'lmstudio' | 'lmstudio-at-root' | 'other' | 'unknown';

/** It is asked only after a call has failed already: nobody shall wait long for a better sentence. */
const PATIENCE_MS = 1000;

async function greets(http: HttpClient, prefix: string, signal: AbortSignal | undefined): Promise<boolean | undefined> {
  const options: CallOptions = { signal, timeout: PATIENCE_MS, timeouts: { connect: PATIENCE_MS }, retry: false };
  try {
    await greeting(http, prefix, options);
    return true;
  } catch (error) {
    // An answer that is no greeting says that something else listens; silence says nothing.
    const answered = isApiError(error) || isLmError(error, 'unexpected_response') || isLmError(error, 'parse_error');
    return answered ? false : undefined;
  }
}

/** Asks who listens at the address of a call that failed. Never rejects. */
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
