/** Lets everything that is due go on: promises, and what the network has ready. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
