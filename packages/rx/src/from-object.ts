import type { LmClient } from '@lmux/core';
import type { ElementOf, ElementsRequest, ObjectOf, ObjectOptions, ObjectRequest, PartialOf } from '@lmux/core/objects';
import { Observable } from 'rxjs';
import { iterateInto } from './iterate-into.js';
import { subscriptionController } from './subscription-controller.js';

/** Wraps an async iterable in a cold Observable. Unsubscribing aborts the signal of the options that it receives. */
function fromIterable<T>(
  options: ObjectOptions | undefined,
  open: (options: ObjectOptions) => AsyncIterable<T>,
): Observable<T> {
  return new Observable((subscriber) => {
    const controller = subscriptionController(subscriber, options?.signal);
    iterateInto(subscriber, controller, open({ ...options, signal: controller.signal }));
  });
}

// `streamObject` is loaded by the first subscription, so that a bundler can leave it out of what an application loads at first.

/** Emits an object as it grows, and at last the validated object. */
export function fromObject<const Request extends ObjectRequest>(
  client: LmClient,
  request: Request,
  options?: ObjectOptions,
): Observable<PartialOf<Request> | ObjectOf<Request>> {
  return fromIterable(options, async function* (own) {
    const { streamObject } = await import('@lmux/core/objects');
    const stream = streamObject<ObjectRequest>(client, request, own);
    yield* stream.partials() as AsyncIterable<PartialOf<Request>>;
    yield (await stream.object()) as ObjectOf<Request>;
  });
}

/** Emits the elements of a list, each validated once it is complete. */
export function fromElements<const Request extends ElementsRequest>(
  client: LmClient,
  request: Request,
  options?: ObjectOptions,
): Observable<ElementOf<Request>> {
  return fromIterable(options, async function* (own) {
    const { streamObject } = await import('@lmux/core/objects');
    yield* streamObject<ElementsRequest>(client, request, own).elements() as AsyncIterable<ElementOf<Request>>;
  });
}
