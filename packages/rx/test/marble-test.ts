import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import { expect, test } from 'vitest';

/** Defines a test in virtual time, in which one character of a diagram is a millisecond. */
export function marbleTest(name: string, run: (helpers: RunHelpers) => void): void {
  test(`marbles: ${name}`, () => {
    new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(run);
  });
}
