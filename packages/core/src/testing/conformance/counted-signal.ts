/** A signal that tells how many listen to it. */
export interface CountedSignal {
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** How many listeners were added and not removed. */
  readonly listeners: number;
}

/** Makes one. */
export function countedSignal(): CountedSignal {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners.add(args[1]);
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners.delete(args[1]);
    remove(...args);
  };
  return {
    signal,
    abort: (reason) => controller.abort(reason),
    get listeners() {
      return listeners.size;
    },
  };
}
