/** Lets every promise that is settled go on, with all that follows from it. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
