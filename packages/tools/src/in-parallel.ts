/**
 * Calls a function for each item, in order, at most `concurrency` at the same time. Rejects with the first error. No further call is then
 * started.
 */
export async function inParallel<Item>(
  items: readonly Item[],
  concurrency: number,
  run: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  // An error in a loop closes the generator for the other loops too.
  const left = (function* () {
    yield* items.entries();
  })();
  const work = async (): Promise<void> => {
    for (const [index, item] of left) await run(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
}
