/** Returns true if a value from a server is not empty. Servers send nulls, empty strings and empty lists with every chunk. */
export function hasValue(value: unknown): boolean {
  if (typeof value === 'string') return value !== '';
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
