/** The values of an iterable, and the error that ended it, if any. */
export interface Drained<T> {
  readonly values: T[];
  readonly error: unknown;
}

/** Reads an iterable to its end. Returns an error instead of throwing it. */
export async function drain<T>(iterable: AsyncIterable<T>): Promise<Drained<T>> {
  const values: T[] = [];
  try {
    for await (const value of iterable) values.push(value);
  } catch (error) {
    return { values, error };
  }
  return { values, error: undefined };
}
