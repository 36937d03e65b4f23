import { isFields } from './json-fields.js';

const LIST_CHANGED = 'notifications/tools/list_changed';

/** The connection of an MCP client. The client of the SDK sets the function, and the connection calls it. */
interface McpTransport {
  onmessage?: (message: object, extra?: object) => void;
}

/**
 * The listeners of each connection. A client of the SDK has one handler for each kind of notification, which belongs to the application, so the
 * messages are read before the client handles them. A connection is extended once, however many subscriptions come and go.
 */
const LISTENERS = new WeakMap<object, Set<() => void>>();

function listenersOf(transport: McpTransport): Set<() => void> {
  const known = LISTENERS.get(transport);
  if (known !== undefined) return known;
  const listeners = new Set<() => void>();
  const handle = transport.onmessage?.bind(transport);
  Object.assign(transport, {
    onmessage(message: object, extra?: object): void {
      if (isFields(message) && message['method'] === LIST_CHANGED) for (const listener of listeners) listener();
      handle?.(message, extra);
    },
  });
  LISTENERS.set(transport, listeners);
  return listeners;
}

/** Calls `onChange` whenever the MCP server says that its tools have changed. Returns a function that ends the subscription. */
export function subscribeToToolList(transport: object, onChange: () => void): () => void {
  const listeners = listenersOf(transport);
  // The same function may subscribe twice.
  const listener = (): void => onChange();
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
