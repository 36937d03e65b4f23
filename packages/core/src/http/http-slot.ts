import type { CallOptions } from '../contract/call-options.js';
import type { HttpDetails } from '../contract/http-details.js';
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

/** What one call of a client shares with its requests. It receives the last successful HTTP response. */
export interface HttpSlot {
  received: ReceivedHttp | undefined;
  /** Time of the clock in ms at which the call began, if it waited for something before its request. The `total` timeout runs from then. */
  startedMs?: number | undefined;
  /** True if its requests do not count toward `maxConcurrent`. */
  isExempt?: boolean | undefined;
  /** The details themselves, from a fake provider. */
  details?: HttpDetails | undefined;
}

/** The key of the slot in the options of a call. Providers pass the options on to the HTTP client, also as a copy. */
const SLOT: unique symbol = Symbol('lmux.http');

interface SlottedOptions extends CallOptions {
  [SLOT]?: HttpSlot;
}

/** Returns a copy of the options of a call with a slot. */
export function withHttpSlot(options: CallOptions, slot: HttpSlot): CallOptions {
  const slotted: SlottedOptions = { ...options };
  // Within the literal, the symbol would take five times as long.
  slotted[SLOT] = slot;
  return slotted;
}

/** Returns a copy of the options of a call without the slot, for records of calls. */
export function withoutHttpSlot(options: SlottedOptions): CallOptions {
  const { [SLOT]: _, ...rest } = options;
  return rest;
}

/** True if the requests of a call do not count toward `maxConcurrent`. */
export function isExempt(options: SlottedOptions | undefined): boolean {
  return options?.[SLOT]?.isExempt === true;
}

/** Returns the time at which a call began, or `undefined` if it began with the request. */
export function startOf(options: SlottedOptions | undefined): number | undefined {
  return options?.[SLOT]?.startedMs;
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

/** The key of what the property `http` is computed from. */
const RECEIVED: unique symbol = Symbol('lmux.received');

interface HttpHolder {
  readonly [RECEIVED]?: ReceivedDetails;
}

/** Defines a property that is not enumerable. A provider may have a property of its own, or a response that cannot be extended. */
function hide(holder: object, key: 'http' | typeof RECEIVED, value: unknown): void {
  Reflect.defineProperty(holder, key, { value, enumerable: false, configurable: true, writable: true });
}

/** The property `http` until it is first read. Shared, because creating a getter for each response would cost three times as much. */
const UNREAD: PropertyDescriptor & ThisType<HttpHolder> = {
  get() {
    const details = this[RECEIVED]?.read();
    hide(this, 'http', details);
    return details;
  },
  set(value: unknown) {
    hide(this, 'http', value);
  },
  enumerable: false,
  configurable: true,
};

/**
 * Adds the property `http` to a response and returns it. The property is not enumerable, so that the headers do not reach the client of an
 * application, or a log, together with the response. It is computed when it is first read, since most applications do not read it.
 */
export function attachHttp<Response>(response: Response, { received, details }: HttpSlot): Response {
  // A provider may return something else than an object.
  if (typeof response !== 'object' || response === null) return response;
  if (details !== undefined) {
    hide(response, 'http', details);
  } else if (received !== undefined) {
    hide(response, RECEIVED, new ReceivedDetails(received));
    Reflect.defineProperty(response, 'http', UNREAD);
  }
  return response;
}

/** Keeps what was received in a private field, so that no log shows the headers of the request. */
class ReceivedDetails {
  readonly #received: ReceivedHttp;
  #details: HttpDetails | undefined;

  constructor(received: ReceivedHttp) {
    this.#received = received;
  }

  read(): HttpDetails {
    return (this.#details ??= detailsOf(this.#received));
  }
}

function detailsOf({ status, headers: sent, url, requestHeaders, wallNowMs }: ReceivedHttp): HttpDetails {
  const hideSecrets = secretHider(echoedSecrets(url, requestHeaders));
  const headers = Object.fromEntries(
    Object.entries(sent).flatMap(([name, value]) =>
      value === undefined || isKeyName(name) ? [] : [[name, maskSecrets(hideSecrets(value))] as const],
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
