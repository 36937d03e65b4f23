/** A clock that only `advance` moves. */
export interface ManualClock {
  readonly nowMs: () => number;
  readonly advance: (ms: number) => void;
}

/** Creates a clock. It starts at a future date, which reveals code that uses the real time by mistake. */
export function manualClock(): ManualClock {
  let now = Date.parse('2031-05-01T12:00:00.000Z');
  return {
    nowMs: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}
