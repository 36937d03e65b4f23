import type { PushSource } from './push-source.js';

/** Returns a source with some of the values of another, changed: `undefined` leaves a value out. */
export function filterMapSource<T, U>(source: PushSource<T>, map: (value: T) => U | undefined): PushSource<U> {
  return {
    subscribe: (observer) =>
      source.subscribe({
        next(value) {
          const mapped = map(value);
          if (mapped !== undefined) observer.next(mapped);
        },
        error: (error) => observer.error(error),
        complete: () => observer.complete(),
      }),
  };
}
