import { filter, map, type OperatorFunction } from 'rxjs';

/** Some of the values, changed: `undefined` leaves a value out. */
export function filterMap<T, U>(change: (value: T) => U | undefined): OperatorFunction<T, U> {
  return (source) =>
    source.pipe(
      map(change),
      filter((value): value is U => value !== undefined),
    );
}
