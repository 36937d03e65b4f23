import type { RedirectMode } from '../contract/client-config.js';
import type { ResponseContext } from '../decode/body-decoder.js';
import type { BodyLimits } from '../decode/limits.js';
import { cleanCause } from '../errors/clean-cause.js';
import { apiErrorFromJson, apiErrorFromText, showText } from '../errors/create-api-error.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import { markRefusedRedirect } from '../errors/refused-redirect.js';
import { displayTarget } from '../errors/request-hider.js';
import type { CallScope } from '../signals/call-scope.js';
import { isDeadKeepAlive } from '../transport/connection-error.js';
import type { Transport, TransportResponse } from '../transport/transport.js';
import { withoutCredentials } from './request-headers.js';
import type { OpenResponse } from './open-response.js';
import type { ResolvedTimeouts } from './resolve-timeouts.js';

/** Maximum number of redirects that are followed. */
const MAX_REDIRECTS = 5;

/**
 * Maximum number of times that a request is sent again because its kept-alive connection was dead. A dead connection leaves the pool, so this
 * is the number of dead connections that a pool may have. Go's net/http does not limit it (https://pkg.go.dev/net/http#Transport).
 */
const MAX_DEAD_CONNECTIONS = 100;

/** A complete HTTP request. */
export interface ExchangeRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Returns the media type of a response in lower case and without parameters, or an empty string if it has none. */
export function mediaTypeOf({ headers }: TransportResponse): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The statuses that `fetch` treats as redirects. Status 300 names alternatives, and 305 names a proxy, which must not be used (RFC 9110). */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Returns the request to the target of a redirect. Throws `unexpected_response` if the redirect must not be followed. */
function redirected(request: ExchangeRequest, response: TransportResponse, mode: RedirectMode): ExchangeRequest {
  const { method, url } = request;
  const refuse = (why: string): LmError =>
    markRefusedRedirect(
      new LmError('unexpected_response', `The server redirected ${method} ${displayUrl(url)} ${why}`),
    );
  const location = response.headers['location'];
  if (location === undefined)
    throw refuse(
      `with status ${response.status}, but sent no "location" header. Check "baseUrl" and the redirects of the server or proxy.`,
    );
  const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
  if (target === undefined || !/^https?:$/.test(target.protocol))
    throw refuse(
      'to a location that is not an http or https URL. Check "baseUrl" and the redirects of the server or proxy.',
    );
  const where = displayTarget(target.href, request);
  const sameOrigin = target.origin === new URL(url).origin;
  if (mode === 'error') {
    const next = sameOrigin
      ? 'Correct "baseUrl", or set "redirect" to "same-origin".'
      : 'Set "baseUrl" to the server of that address.';
    throw refuse(`to ${where}. It was not followed, because "redirect" is "error". ${next}`);
  }
  if (target.username !== '' || target.password !== '')
    throw refuse(
      'to a URL with a user or password. It was not followed. Check "baseUrl" and the redirects of the server or proxy.',
    );
  if (target.protocol === 'http:' && url.startsWith('https:'))
    throw refuse(
      `from https to http (${where}). The redirect was not followed because it is not secure. Set "baseUrl" to an https address.`,
    );
  if (!sameOrigin && mode === 'same-origin')
    throw refuse(
      `to another origin (${where}). Nothing was sent there. If it is the right server, set "baseUrl" to it, or set "redirect" to "follow".`,
    );
  // 301 to 303 would turn the request into a GET, which no such route accepts.
  if (method !== 'GET' && response.status < 307)
    throw refuse(
      `to ${where} with status ${response.status}, which would drop the request body. Change "baseUrl" to match that address.`,
    );
  return { ...request, url: target.href, headers: sameOrigin ? request.headers : withoutCredentials(request.headers) };
}

/** The circumstances of an exchange. */
export interface ExchangeOptions {
  readonly transport: Transport;
  readonly scope: CallScope;
  readonly timeouts: ResolvedTimeouts;
  readonly redirect: RedirectMode;
  /** False for a request that must never be sent twice, even if its kept-alive connection was dead. */
  readonly safeToRetry: boolean;
}

/** Sends a request, follows the redirects that `redirect` permits, and applies the `firstByte` timeout to each request. */
export async function exchange(request: ExchangeRequest, options: ExchangeOptions): Promise<TransportResponse> {
  const { scope, timeouts, redirect, safeToRetry } = options;
  let current = request;
  let deadConnections = 0;
  for (let redirects = 0; ;) {
    scope.throwIfFailed();
    scope.startFirstByte(timeouts.firstByte);
    let response: TransportResponse;
    try {
      response = await sendUnder(current, options);
    } catch (error) {
      // The transport refused the request and sent nothing.
      if (isLmError(error) && (error.code === 'config_invalid' || error.code === 'invalid_request'))
        scope.attempts -= 1;
      // This says nothing about the server. It is not a retry that the policy decides on, and needs no delay.
      const isDead = scope.failure === undefined && isLmError(error) && isDeadKeepAlive(error);
      if (!safeToRetry || !isDead || deadConnections === MAX_DEAD_CONNECTIONS) throw error;
      deadConnections += 1;
      scope.attempts += 1;
      continue;
    } finally {
      scope.stopFirstByte();
    }
    if (!REDIRECTS.has(response.status)) return response;
    response.body.cancel();
    if (redirects === MAX_REDIRECTS) {
      throw markRefusedRedirect(
        new LmError(
          'unexpected_response',
          `The server redirected more than ${MAX_REDIRECTS} times (${request.method} ${displayUrl(request.url)}). Check "baseUrl" and the redirects of the server or proxy.`,
        ),
      );
    }
    current = redirected(current, response, redirect);
    redirects += 1;
  }
}

/** Sends a request. Rejects as soon as the scope fails, even if a transport does not honor its signal. */
function sendUnder(
  request: ExchangeRequest,
  { transport, scope, timeouts }: ExchangeOptions,
): Promise<TransportResponse> {
  return new Promise((resolve, reject) => {
    scope.onFailure(reject);
    transport.send({ ...request, signal: scope.signal, timeouts: { connect: timeouts.connect } }).then(
      (response) => {
        if (scope.failure === undefined) resolve(response);
        else response.body.cancel();
      },
      (error: unknown) => reject(scope.failure ?? cleanCause(error, request)),
    );
  });
}

/** Returns the properties of a response that its decoder needs. */
export function contextOf(opened: OpenResponse, limits: BodyLimits): ResponseContext {
  return {
    mediaType: mediaTypeOf(opened.response),
    limits,
    apiError: (body) => apiErrorFromJson(opened.exchange, body),
    apiErrorFromText: (body) => apiErrorFromText(opened.exchange, body),
    showText: (text) => showText(opened.exchange, text),
  };
}
