/** JSON of an MCP server that has not been checked. */
export type Fields = Readonly<Record<string, unknown>>;

/** Returns true for an object that is not a list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns a text that is not empty, or `undefined`. */
export function textField(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
