/** A message as a server sends it, complete and in pieces, and as it must be sent back. */
export interface StateRow {
  /** The message of a complete response. */
  readonly message: Readonly<Record<string, unknown>>;
  /** The same message as the deltas of a stream. */
  readonly deltas: readonly Readonly<Record<string, unknown>>[];
  /** The fields of the assistant message in the next request, other than its role. */
  readonly sent: Readonly<Record<string, unknown>>;
}

/** Two tool calls. */
export const CALL = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"x":1}' } };
export const OTHER = { id: 'call_2', type: 'function', function: { name: 'g', arguments: '{}' } };
/** A row whose complete message comes back unchanged. */
export function unchanged(message: StateRow['message'], deltas: StateRow['deltas']): StateRow {
  return { message, deltas, sent: message };
}
