import type { LmClient } from '@lmux/core';
import type {
  ElementOf,
  ElementsRequest,
  ElementStream,
  ExactRequest,
  ObjectOf,
  ObjectOptions,
  ObjectRequest,
  ObjectStream,
  PartialOf,
} from '@lmux/core/objects';
import { Observable } from 'rxjs';
import { iterateInto } from './iterate-into.js';
import { subscriptionController } from './subscription-controller.js';

/** Typed objects from models as Observables. */
export interface RxObjects {
  /**
   * Streams a typed object. Emits it as it grows, not validated, and the validated object at last. Each value is a snapshot: do not change it. Fails
   * with `object_invalid` if no response contains a valid object, see `streamObject` of `@lmux/core/objects`.
   */
  readonly object: <const Request extends ObjectRequest>(
    request: ExactRequest<Request>,
    options?: ObjectOptions,
  ) => Observable<PartialOf<Request> | ObjectOf<Request>>;
  /** Streams a list. Emits its elements, each validated once it is complete. */
  readonly elements: <const Request extends ElementsRequest>(
    request: ExactRequest<Request>,
    options?: ObjectOptions,
  ) => Observable<ElementOf<Request>>;
}

type AnyStream = ObjectStream<unknown, unknown>;

async function* readObject(stream: AnyStream): AsyncGenerator {
  yield* stream.partials();
  yield await stream.object();
}

/** Returns the part of `RxClient` for objects. */
export function rxObjects(client: LmClient): RxObjects {
  const from = (
    request: ObjectRequest,
    options: ObjectOptions | undefined,
    read: (stream: AnyStream) => AsyncIterable<unknown>,
  ): Observable<unknown> =>
    new Observable((subscriber) => {
      const controller = subscriptionController(subscriber, options?.signal);
      const open = async function* (): AsyncGenerator {
        // Loaded by the first subscription, since most applications need no objects. A bundler puts it into a chunk of its own.
        const { streamObject } = await import('@lmux/core/objects');
        if (!subscriber.closed) yield* read(streamObject(client, request, { ...options, signal: controller.signal }));
      };
      iterateInto(subscriber, controller, open());
    });
  return {
    object: (request, options) => from(request, options, readObject),
    elements: (request, options) =>
      from(request, options, (stream) => (stream as ElementStream<unknown, unknown>).elements()),
  };
}
