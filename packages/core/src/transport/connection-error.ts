import { cleanCause } from '../errors/clean-cause.js';
import { appendSentence } from '../errors/edit-message.js';
import { isLmError } from '../errors/guards.js';
import { defineHidden, LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import { isConnectionRetryable } from '../errors/retryable.js';
import { markPageFailure, pageFailure } from './page-failure.js';
import { isProgrammingError } from './programming-error.js';
import { proxyMessageError } from './proxy-error.js';

/** Codes that mean that no connection was established, so the server received nothing. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Codes that mean that a connection was established, but not trusted. */
const NOT_TRUSTED = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;

/** Codes of undici that mean that the connection pool was closed. */
const CLOSED = new Set(['UND_ERR_DESTROYED', 'UND_ERR_CLOSED']);

interface SystemError {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly address?: unknown;
  readonly port?: number | string;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/** Returns the error with its causes and inner errors (one per address with Happy Eyeballs), outermost first. */
function chain(error: unknown): SystemError[] {
  const found: SystemError[] = [];
  const queue: unknown[] = [error];
  while (queue.length > 0 && found.length < 10) {
    const next = queue.shift();
    if (typeof next !== 'object' || next === null) continue;
    const system = next as SystemError;
    found.push(system);
    if (Array.isArray(system.errors)) for (const inner of system.errors) queue.push(inner);
    queue.push(system.cause);
  }
  return found;
}

/** Returns the first code in the chain, such as `ECONNREFUSED`. */
function codeOf(links: readonly SystemError[]): string | undefined {
  for (const link of links) if (typeof link.code === 'string') return link.code;
  return undefined;
}

/** Returns the addresses that were tried, such as `127.0.0.1:1234`. */
function addressesOf(links: readonly SystemError[]): string[] {
  const addresses = new Set<string>();
  for (const { address, port } of links) {
    if (typeof address === 'string') addresses.add(port === undefined ? address : `${address}:${port}`);
  }
  return [...addresses];
}

/** The next step if no connection was established. */
const CHECK_SERVER = 'Check that the server is running and that "baseUrl" is correct.';

/**
 * Gives the error of a refused connection the next step of the provider, such as the command that starts the server, instead of the common
 * one. Changes no other error.
 */
export function addStartHint(error: LmError, hint: string): void {
  if (error.code !== 'connection_failed' || codeOf(chain(error.cause)) !== 'ECONNREFUSED') return;
  const { message } = error;
  appendSentence(
    error,
    hint,
    message.endsWith(CHECK_SERVER) ? message.slice(0, -CHECK_SERVER.length).trimEnd() : message,
  );
}

/** The HTTP exchange that failed. */
export interface BrokenExchange {
  readonly method: string;
  readonly url: string;
  /** The request's headers and body. What they contain is hidden in the error. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** True if the request was sent on a connection that had been used before, and no byte of a response was received. */
  readonly deadKeepAlive?: boolean;
  /** True if the response had begun. */
  readonly inBody?: boolean;
}

/** Returns a short description of the failure. For undici's own codes it includes the message, which is more specific. */
function detailOf(links: readonly SystemError[], code: string | undefined): string {
  const source = links.find((link) => typeof link.message === 'string' && (code === undefined || link.code === code));
  if (code !== undefined && !code.startsWith('UND_ERR_')) return code;
  return [code, source?.message].filter((part) => part !== undefined && part !== '').join(': ') || 'network error';
}

/**
 * Creates the `connection_failed` error of a network failure. `retryable` is true only if the server cannot have acted on the request. An
 * exception of code that does not work, such as a missing method of a runtime, becomes an `unexpected_response`.
 */
export function connectionError(error: unknown, exchange: BrokenExchange): LmError {
  // The exchange was ended by lmux itself.
  if (isLmError(error)) return error;
  const { method, url, headers = {}, body, inBody = false } = exchange;
  const cause = cleanCause(error, { url, headers, body });
  const links = chain(cause);
  const code = codeOf(links);
  const tried = `${method} ${displayUrl(url)}`;
  if (code !== undefined && CLOSED.has(code)) {
    return new LmError('closed', `The transport was closed during the call (${tried}).`, { cause });
  }
  for (const { message } of links) {
    const refused = typeof message === 'string' ? proxyMessageError(message, tried) : undefined;
    if (refused !== undefined) return refused;
  }
  if (chain(error).some(isProgrammingError)) {
    return new LmError(
      'unexpected_response',
      `The request failed because of an error in the client, its transport or the runtime (${(cause as Error).name}, ${tried}). The server is not the cause. The error is in "cause".`,
      { cause },
    );
  }
  const page = code === undefined && !inBody ? pageFailure(url, tried) : undefined;
  const neverConnected =
    code !== undefined && (NEVER_CONNECTED.has(code) || links.some(({ syscall }) => syscall === 'connect'));
  const notTrusted = page?.isBlocked ?? (code !== undefined && NOT_TRUSTED.test(code));
  const addresses = addressesOf(links);
  const where = addresses.length > 0 ? `, tried ${addresses.join(' and ')}` : '';
  const message =
    page === undefined
      ? messageOf({ tried, where, detail: detailOf(links, code), inBody, neverConnected, notTrusted })
      : page.message();
  const deadKeepAlive = exchange.deadKeepAlive === true && !neverConnected && !inBody;
  const failure = new LmError('connection_failed', message, {
    cause,
    retryable: isConnectionRetryable({ method, neverConnected, deadKeepAlive, notTrusted, inBody }),
  });
  if (deadKeepAlive) defineHidden(failure, DEAD_KEEP_ALIVE, true);
  if (page !== undefined) markPageFailure(failure, page);
  return failure;
}

/** What is known about a failure. */
interface Circumstances {
  readonly tried: string;
  readonly where: string;
  readonly detail: string;
  readonly inBody: boolean;
  readonly neverConnected: boolean;
  readonly notTrusted: boolean;
}

function messageOf({ tried, where, detail, inBody, neverConnected, notTrusted }: Circumstances): string {
  if (inBody)
    return `The connection was closed before the response was complete (${detail}, ${tried}). Check the server's log.`;
  if (neverConnected) return `Could not connect to the server (${detail}, ${tried}${where}). ${CHECK_SERVER}`;
  if (notTrusted)
    return `Could not establish a secure connection to the server (${detail}, ${tried}). Check its certificate and the scheme of "baseUrl".`;
  return `The connection failed before a response arrived (${detail}, ${tried}${where}). Check that the server is running, and check its log.`;
}

/** Marks errors for the retry policy. */
const DEAD_KEEP_ALIVE = Symbol.for('lmux.deadKeepAlive');

/** Returns true if the exchange failed because a kept-alive connection had died while idle, which says nothing about the server. */
export function isDeadKeepAlive(error: LmError): boolean {
  return (error as { [DEAD_KEEP_ALIVE]?: boolean })[DEAD_KEEP_ALIVE] === true;
}
