import { isLmError } from '../errors/guards.js';
import { defineHidden, LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import { isConnectionRetryable } from '../errors/retryable.js';

/** Codes that mean: no connection came about, so the server has seen nothing. */
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

/** Codes that mean: there was a connection, but not a trusted one. */
const NOT_TRUSTED = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;

/** Codes of undici that mean that its pool was closed. */
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

/** The error and those behind and within it (happy eyeballs gives one for each address), outermost first. */
function chain(error: unknown): SystemError[] {
  const found: SystemError[] = [];
  const queue: unknown[] = [error];
  while (queue.length > 0 && found.length < 10) {
    const next = queue.shift();
    if (typeof next !== 'object' || next === null) continue;
    const system = next as SystemError;
    found.push(system);
    if (Array.isArray(system.errors)) queue.push(...system.errors);
    queue.push(system.cause);
  }
  return found;
}

/** The first code such as `ECONNREFUSED` in the chain. */
function codeOf(links: readonly SystemError[]): string | undefined {
  for (const link of links) if (typeof link.code === 'string') return link.code;
  return undefined;
}

/** The addresses that were tried, such as `127.0.0.1:1234`. */
function addressesOf(links: readonly SystemError[]): string[] {
  const addresses = new Set<string>();
  for (const { address, port } of links) {
    if (typeof address === 'string') addresses.add(port === undefined ? address : `${address}:${port}`);
  }
  return [...addresses];
}

/** What is known of the exchange that broke. */
export interface BrokenExchange {
  readonly method: string;
  readonly url: string;
  /** Whether it went out on a connection that had been used before, and no byte of an answer has come. */
  readonly deadKeepAlive?: boolean;
  /** Whether the answer had begun. */
  readonly inBody?: boolean;
}

/** What is known of the failure, in a few words: undici's own codes say less than its messages. */
function detailOf(links: readonly SystemError[], code: string | undefined): string {
  const source = links.find((link) => typeof link.message === 'string' && (code === undefined || link.code === code));
  if (code !== undefined && !code.startsWith('UND_ERR_')) return code;
  return [code, source?.message].filter((part) => part !== undefined && part !== '').join(': ') || 'network error';
}

/** A failure of the network as `connection_failed`, saying what was tried and whether the server can have acted. */
export function connectionError(error: unknown, exchange: BrokenExchange): LmError {
  // An end that we have brought about ourselves.
  if (isLmError(error)) return error;
  const links = chain(error);
  const code = codeOf(links);
  const { method, inBody = false } = exchange;
  const tried = `${method} ${displayUrl(exchange.url)}`;
  if (code !== undefined && CLOSED.has(code)) {
    return new LmError('closed', `The transport was closed while the call ran (${tried}).`, { cause: error });
  }
  const notTrusted = code !== undefined && NOT_TRUSTED.test(code);
  const neverConnected =
    code !== undefined && (NEVER_CONNECTED.has(code) || links.some(({ syscall }) => syscall === 'connect'));
  const addresses = addressesOf(links);
  const where = addresses.length > 0 ? `, tried ${addresses.join(' and ')}` : '';
  const detail = detailOf(links, code);
  const message = inBody
    ? `The connection broke in the middle of the answer (${detail}; ${tried}).`
    : neverConnected
      ? `No connection to the server (${detail}; ${tried}${where}). Check that it runs and that baseUrl is right.`
      : notTrusted
        ? `No secure connection to the server (${detail}; ${tried}). Check its certificate and the scheme of baseUrl.`
        : `The connection broke before an answer came (${detail}; ${tried}${where}).`;
  const deadKeepAlive = exchange.deadKeepAlive === true && !neverConnected && !inBody;
  const failure = new LmError('connection_failed', message, {
    cause: error,
    retryable: isConnectionRetryable({ method, neverConnected, deadKeepAlive, notTrusted, inBody }),
  });
  if (deadKeepAlive) defineHidden(failure, DIED_WHILE_IDLE, true);
  return failure;
}

/** A mark of errors that concerns nobody but the retry. */
const DIED_WHILE_IDLE = Symbol.for('lmux.diedWhileIdle');

/** Whether the exchange failed because a kept-alive connection had died while it was idle, which says nothing about the server. */
export function diedWhileIdle(error: LmError): boolean {
  return (error as { [DIED_WHILE_IDLE]?: boolean })[DIED_WHILE_IDLE] === true;
}
