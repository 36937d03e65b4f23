/** A clock that moves when it is told to. */
export interface ManualClock {
  readonly nowMs: () => number;
  readonly advance: (ms: number) => void;
}

/** Starts at a date of its own, so that a forgotten use of the real time shows. */
export function manualClock(): ManualClock {
  let now = Date.parse('2031-05-01T12:00:00.000Z');
  return {
    nowMs: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}
