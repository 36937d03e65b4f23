import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import type { CallScope } from '../signals/call-scope.js';
import type { Transport, TransportResponse } from '../transport/transport.js';
import { withoutCredentials } from './request-headers.js';
import type { ResolvedTimeouts } from './resolve-timeouts.js';

/** How many redirects are followed. */
const MAX_REDIRECTS = 5;

/** A request with everything settled. */
export interface ExchangeRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Returns the media type of a response, in lower case without parameters; empty when it has none. */
export function mediaTypeOf({ headers }: TransportResponse): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Where a redirect leads, or why it is not followed. */
function redirected(request: ExchangeRequest, response: TransportResponse): ExchangeRequest {
  const { method, url } = request;
  const refuse = (why: string): LmError =>
    new LmError('unexpected_response', `The server redirects ${method} ${displayUrl(url)} ${why}`);
  const location = response.headers['location'];
  if (location === undefined) throw refuse(`(status ${response.status}) without saying where to.`);
  const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
  if (target === undefined || !/^https?:$/.test(target.protocol)) throw refuse('to something that is no http(s) URL.');
  const where = displayUrl(target.href);
  const sameOrigin = target.origin === new URL(url).origin;
  if (method !== 'GET') {
    if (!sameOrigin)
      throw refuse(`to another origin, ${where}; the request is not sent there. Set baseUrl to it if that is right.`);
    // 301 to 303 would turn it into a GET, which no such route takes.
    if (response.status < 307)
      throw refuse(`to ${where} with status ${response.status}, which drops the body. Set baseUrl to it.`);
  } else if (target.protocol === 'http:' && url.startsWith('https:')) {
    throw refuse(`from https to http, ${where}; that is not followed.`);
  }
  return { ...request, url: target.href, headers: sameOrigin ? request.headers : withoutCredentials(request.headers) };
}

/** Sends a request, follows the redirects that may be followed, and keeps the clock of the first byte. */
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
        `The server redirects more than ${MAX_REDIRECTS} times (${request.method} ${displayUrl(request.url)}).`,
      );
    }
    current = redirected(current, response);
  }
}

/** Sends, and rejects as soon as the scope fails, even if a transport does not heed its signal. */
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
