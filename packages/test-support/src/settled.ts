/** Resolves when every settled promise has been handled, with what follows from it, and the network has delivered what is ready. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
