/** The limits of a store. */
interface StoreLimits<V> {
  readonly maxCount: number;
  /** Maximum size of all values together, in bytes. */
  readonly maxBytes?: number;
  /** Returns the size of a value in bytes. Default 0. */
  readonly bytesOf?: (value: V) => number;
  /** Returns true for a value that must not be deleted. Default: all may be deleted. */
  readonly inUse?: (value: V) => boolean;
}

/** Deletes the oldest entries of a map, in the order in which they were added, until it is within the limits. */
export function evictOldest<K, V>(
  store: Map<K, V>,
  { maxCount, maxBytes = Number.POSITIVE_INFINITY, bytesOf = () => 0, inUse = () => false }: StoreLimits<V>,
): void {
  let bytes = 0;
  for (const value of store.values()) bytes += bytesOf(value);
  for (const [key, value] of store) {
    if (store.size <= maxCount && bytes <= maxBytes) return;
    if (inUse(value)) continue;
    bytes -= bytesOf(value);
    store.delete(key);
  }
}
