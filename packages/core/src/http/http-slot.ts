import type { CallOptions } from '../contract/call-options.js';
import type { HttpDetails, RateLimits } from '../contract/http-details.js';
import type { ExchangeDetails } from '../errors/create-api-error.js';
import { secretHider } from '../errors/hide-secrets.js';
import { isKeyName } from '../errors/is-key-name.js';
import { readRateLimits } from '../errors/rate-limits.js';
import { maskSecrets } from '../errors/redact.js';
import { requestIdOf } from '../errors/request-id.js';
import { echoedSecrets } from '../errors/secret-headers.js';
import type { OpenResponse } from './open-response.js';

/** What `HttpDetails` are made of. */
type ReceivedHttp = Pick<ExchangeDetails, 'url' | 'requestHeaders' | 'status' | 'headers' | 'wallNowMs'>;

/** Receives the last successful HTTP response of one call of a client. */
export interface HttpSlot {
  received: ReceivedHttp | undefined;
  /** The details themselves, from a fake provider. */
  details?: HttpDetails | undefined;
}

/** The key of the slot in the options of a call. Providers pass the options on to the HTTP client, also as a copy. */
const SLOT: unique symbol = Symbol('lmux.http');

interface SlottedOptions extends CallOptions {
  readonly [SLOT]?: HttpSlot;
}

/** Returns a copy of the options of a call with a slot. */
export function withHttpSlot(options: CallOptions, slot: HttpSlot): CallOptions {
  const slotted: SlottedOptions = { ...options, [SLOT]: slot };
  return slotted;
}

/** Returns a copy of the options of a call without the slot, for records of calls. */
export function withoutHttpSlot(options: SlottedOptions): CallOptions {
  const { [SLOT]: _, ...rest } = options;
  return rest;
}

/** Sets the details of a call that sends no request. */
export function setHttpDetails(options: SlottedOptions, details: HttpDetails | undefined): void {
  const slot = options[SLOT];
  if (slot !== undefined) slot.details = details;
}

/** Fills the slot in the options of a call, if there is one. Returns the response. */
export function fillHttpSlot(options: SlottedOptions | undefined, opened: OpenResponse): OpenResponse {
  const slot = options?.[SLOT];
  if (slot !== undefined) {
    const { url, requestHeaders, status, headers, wallNowMs } = opened.exchange;
    // A copy, because the exchange also has the body of the request, which is not kept as long as the response is.
    slot.received = { url, requestHeaders, status, headers, wallNowMs };
  }
  return opened;
}

/** The descriptor of the property `http`. Shared, because creating a getter for each response would cost three times as much. */
const DESCRIPTOR: PropertyDescriptor = { value: undefined, enumerable: false, configurable: true, writable: true };

/**
 * Adds the property `http` to a response and returns it. The property is not enumerable, so that the headers do not reach the client of an
 * application, or a log, together with the response.
 */
export function attachHttp<Response>(response: Response, { received, details }: HttpSlot): Response {
  const http = details ?? (received && new ReceivedDetails(received));
  // A provider may return something else than an object.
  if (http === undefined || !Object.isExtensible(response)) return response;
  DESCRIPTOR.value = http;
  // A provider may have a property of its own.
  Reflect.defineProperty(response as object, 'http', DESCRIPTOR);
  DESCRIPTOR.value = undefined;
  return response;
}

/** The details of a response that was received. They are computed when they are first read, since most applications do not read them. */
class ReceivedDetails implements HttpDetails {
  readonly #received: ReceivedHttp;
  #details: HttpDetails | undefined;

  constructor(received: ReceivedHttp) {
    this.#received = received;
  }

  get status(): number {
    return this.#received.status;
  }

  get headers(): HttpDetails['headers'] {
    return this.toJSON().headers;
  }

  get requestId(): string | undefined {
    return this.toJSON().requestId;
  }

  get rateLimits(): RateLimits {
    return this.toJSON().rateLimits;
  }

  toJSON(): HttpDetails {
    return (this.#details ??= detailsOf(this.#received));
  }
}

function detailsOf({ status, headers: sent, url, requestHeaders, wallNowMs }: ReceivedHttp): HttpDetails {
  const hide = secretHider(echoedSecrets(url, requestHeaders));
  const headers = Object.fromEntries(
    Object.entries(sent).flatMap(([name, value]) =>
      value === undefined || isKeyName(name) ? [] : [[name, maskSecrets(hide(value))] as const],
    ),
  );
  const requestId = requestIdOf(headers);
  return {
    status,
    headers,
    ...(requestId === undefined ? {} : { requestId }),
    rateLimits: readRateLimits(sent, wallNowMs),
  };
}
