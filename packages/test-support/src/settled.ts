/** Resolves after all reactions to settled promises have run and the available network data has been delivered. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
