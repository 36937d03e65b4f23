import { checkFault } from './check-fault.js';
import type { Fault } from './fault.js';

/** The pending faults. Each request takes the first that matches it. */
export class FaultQueue {
  #entries: { readonly fault: Fault; left: number }[] = [];

  constructor(faults: readonly Fault[]) {
    this.set(faults);
  }

  /** Number of faults that have not been used up. */
  get size(): number {
    return this.#entries.length;
  }

  /** Replaces all faults. */
  set(faults: readonly Fault[]): void {
    faults.forEach(checkFault);
    this.#entries = [];
    this.add(faults);
  }

  /** Appends faults to the queue. */
  add(faults: readonly Fault[]): void {
    faults.forEach(checkFault);
    for (const fault of faults) {
      const left = fault.times ?? 1;
      if (left > 0) this.#entries.push({ fault, left });
    }
  }

  /**
   * Returns the fault for a request and counts it as used once. Engine failures match only POST requests to
   * `enginePaths`.
   */
  take(method: string, path: string, enginePaths: ReadonlySet<string>): Fault | undefined {
    const entry = this.#entries.find(({ fault }) => {
      if (!matches(fault, method, path)) return false;
      return fault.kind !== 'engine' || (method === 'POST' && enginePaths.has(path));
    });
    if (entry === undefined) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#entries = this.#entries.filter((other) => other !== entry);
    return entry.fault;
  }
}

function matches(fault: Fault, method: string, path: string): boolean {
  return (fault.path ?? path) === path && (fault.method ?? method) === method;
}
