/** Factor between the two sizes. The cost of quadratic work grows by its square, which no noise of a busy machine hides. */
const FACTOR = 8;
/** Runs of each size. The fastest counts. */
const RUNS = 3;
/** CPU time in ms below which the cost of the smaller size is noise. */
const NOISE_MS = 3;

/** Returns the CPU time of this process in ms. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function costOf(run: () => unknown): Promise<number> {
  let least = Infinity;
  for (let count = 0; count < RUNS; count += 1) {
    const before = cpuMs();
    await run();
    least = Math.min(least, cpuMs() - before);
  }
  return least;
}

/**
 * Returns how many times the CPU time of a run grows if its size does: about 1 if the work is linear, and 8 if it is quadratic.
 *
 * @param prepare Returns the run for a size. What it does itself is not measured.
 */
export async function growthOf(size: number, prepare: (size: number) => () => unknown): Promise<number> {
  const small = await costOf(prepare(size / FACTOR));
  const large = await costOf(prepare(size));
  return large / Math.max(small, NOISE_MS) / FACTOR;
}

/** Upper bound of the growth of linear work. Garbage collection and caches make large inputs more expensive. */
export const LINEAR = 3;
