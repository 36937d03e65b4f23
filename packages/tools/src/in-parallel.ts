/**
 * Calls a function for each item, in order, at most `concurrency` at the same time. Rejects with the first error. No further call is then
 * started.
 */
export async function inParallel<Item>(
  items: readonly Item[],
  concurrency: number,
  run: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const left = items.entries();
  let hasFailed = false;
  const work = async (): Promise<void> => {
    for (const [index, item] of left) {
      try {
        await run(item, index);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
      if (hasFailed) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
}
