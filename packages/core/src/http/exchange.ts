import type { ResponseContext } from '../decode/body-decoder.js';
import type { BodyLimits } from '../decode/limits.js';
import { apiErrorFromJson, apiErrorFromText } from '../errors/create-api-error.js';
import type { OpenResponse } from './open-response.js';
import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import type { CallScope } from '../signals/call-scope.js';
import type { Transport, TransportResponse } from '../transport/transport.js';
import { withoutCredentials } from './request-headers.js';
import type { ResolvedTimeouts } from './resolve-timeouts.js';

/** Maximum number of redirects that are followed. */
const MAX_REDIRECTS = 5;

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

/** Returns the request to the target of a redirect. Throws `unexpected_response` if the redirect must not be followed. */
function redirected(request: ExchangeRequest, response: TransportResponse): ExchangeRequest {
  const { method, url } = request;
  const refuse = (why: string): LmError =>
    new LmError('unexpected_response', `The server redirected ${method} ${displayUrl(url)} ${why}`);
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
  const where = displayUrl(target.href);
  const sameOrigin = target.origin === new URL(url).origin;
  if (method !== 'GET') {
    if (!sameOrigin)
      throw refuse(
        `to another origin (${where}). The request was not sent there. Set "baseUrl" to that server if it is the right one.`,
      );
    // 301 to 303 would turn the request into a GET, which no such route accepts.
    if (response.status < 307)
      throw refuse(
        `to ${where} with status ${response.status}, which would drop the request body. Change "baseUrl" to match that address.`,
      );
  } else if (target.protocol === 'http:' && url.startsWith('https:')) {
    throw refuse(
      `from https to http (${where}). The redirect was not followed because it is not secure. Set "baseUrl" to an https address.`,
    );
  }
  return { ...request, url: target.href, headers: sameOrigin ? request.headers : withoutCredentials(request.headers) };
}

/** Sends a request, follows permitted redirects, and applies the `firstByte` timeout to each. */
export async function exchange(
  transport: Transport,
  request: ExchangeRequest,
  scope: CallScope,
  timeouts: ResolvedTimeouts,
): Promise<TransportResponse> {
  let current = request;
  for (let redirects = 0; ; redirects += 1) {
    scope.throwIfFailed();
    scope.startFirstByte(timeouts.firstByte);
    let response: TransportResponse;
    try {
      response = await sendUnder(transport, current, scope, timeouts);
    } finally {
      scope.stopFirstByte();
    }
    if (response.status < 300 || response.status >= 400 || response.status === 304) return response;
    response.body.cancel();
    if (redirects === MAX_REDIRECTS) {
      throw new LmError(
        'unexpected_response',
        `The server redirected more than ${MAX_REDIRECTS} times (${request.method} ${displayUrl(request.url)}). Check "baseUrl" and the redirects of the server or proxy.`,
      );
    }
    current = redirected(current, response);
  }
}

/** Sends a request. Rejects as soon as the scope fails, even if a transport does not honor its signal. */
function sendUnder(
  transport: Transport,
  request: ExchangeRequest,
  scope: CallScope,
  timeouts: ResolvedTimeouts,
): Promise<TransportResponse> {
  return new Promise((resolve, reject) => {
    scope.onFailure(reject);
    transport.send({ ...request, signal: scope.signal, timeouts: { connect: timeouts.connect } }).then(
      (response) => {
        if (scope.failure === undefined) resolve(response);
        else response.body.cancel();
      },
      (error: unknown) => reject(scope.failure ?? error),
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
  };
}
