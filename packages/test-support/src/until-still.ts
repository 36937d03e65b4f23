/** Waits until a number has stopped changing for 50 turns of the event loop. */
export async function untilStill(value: () => number): Promise<number> {
  let last = value();
  for (let still = 0; still < 50; still += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (value() !== last) still = 0;
    last = value();
  }
  return last;
}
