import type { InsecureServer } from '../http/insecure-key.js';
import type { DeferredSource } from '../stream/deferred-source.js';
import type { PushSource } from '../stream/push-source.js';
import type { ClientCore } from './client-core.js';
import type { Prepared } from './client-parts.js';

/** A request that is ready after the client has asked the server something. */
export interface Pending<Value> {
  readonly ready: Promise<Value>;
  /** Ends the wait, because the request is no longer wanted. */
  readonly cancel: () => void;
}

/** A prepared request. `warned` is set if its response will have the warning about the key. */
export interface StartedRequest<Request> {
  readonly prepared: Prepared<Request>;
  readonly warned: InsecureServer | undefined;
  /** Prepares the request again after an error of the server, if that may help. */
  readonly again?: ((error: unknown) => Pending<StartedRequest<Request>> | undefined) | undefined;
}

/** A request that is ready to be sent, or that will be. */
export type MaybePending<Request> = Prepared<Request> | Pending<StartedRequest<Request>>;

/** Sends a request as soon as it is ready, and again as long as it can be prepared in another way. */
export async function sendWhenReady<Request, Response>(
  core: ClientCore,
  pending: Pending<StartedRequest<Request>>,
  send: (prepared: Prepared<Request>) => Promise<Response>,
): Promise<Response> {
  const { prepared, warned, again } = await pending.ready;
  try {
    return await send(prepared);
  } catch (error) {
    const next = again?.(error);
    if (next !== undefined) return await sendWhenReady(core, next, send);
    core.warnAgain(warned);
    throw error;
  }
}

/**
 * Returns the source of a stream whose request is not ready yet.
 *
 * @param open Returns the source of the request when it is ready.
 */
export function sourceWhenReady<Request, Event>(
  { ready, cancel }: Pending<StartedRequest<Request>>,
  open: (started: StartedRequest<Request>) => PushSource<Event>,
): DeferredSource<Event> {
  const deferred: { again?: DeferredSource<Event>['again'] } = {};
  const source = ready.then((started) => {
    // Set only if it may be used, since the source then passes on its events one by one.
    if (started.again !== undefined) deferred.again = sourceOf(started.again, open);
    return open(started);
  });
  return Object.assign(deferred, { ready: source, cancel });
}

function sourceOf<Request, Event>(
  again: NonNullable<StartedRequest<Request>['again']>,
  open: (started: StartedRequest<Request>) => PushSource<Event>,
): NonNullable<DeferredSource<Event>['again']> {
  return (error) => {
    const next = again(error);
    return next === undefined ? undefined : sourceWhenReady(next, open);
  };
}
