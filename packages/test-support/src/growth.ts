/** Factor between the two sizes. The cost of quadratic work grows by its square, which no noise of a busy machine hides. */
const FACTOR = 8;
/** Maximum number of runs of each size. The fastest counts. */
const RUNS = 3;
/** CPU time in ms below which the cost of the smaller size is noise. */
const NOISE_MS = 3;

/** Upper bound of the growth of linear work. Garbage collection and caches make large inputs more expensive. */
export const LINEAR = 3;

/** Returns the CPU time of this process in ms. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function costOf(run: () => unknown): Promise<number> {
  const before = cpuMs();
  await run();
  return cpuMs() - before;
}

/**
 * Returns how many times the CPU time of a run grows if its size does: about 1 if the work is linear, and 8 if it is quadratic. Repeats the
 * runs only while their growth is not linear, because noise makes a run slower and never faster.
 *
 * @param prepare Returns the run for a size. What it does itself is not measured.
 */
export async function growthOf(size: number, prepare: (size: number) => () => unknown): Promise<number> {
  const runSmall = prepare(size / FACTOR);
  const runLarge = prepare(size);
  let [small, large, growth] = [Infinity, Infinity, Infinity];
  for (let count = 0; count < RUNS && growth >= LINEAR; count += 1) {
    small = Math.min(small, await costOf(runSmall));
    large = Math.min(large, await costOf(runLarge));
    growth = large / Math.max(small, NOISE_MS) / FACTOR;
  }
  return growth;
}
