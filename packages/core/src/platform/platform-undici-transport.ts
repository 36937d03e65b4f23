import * as platform from '#platform';
import type { UndiciTransport as NodeUndiciTransport } from '../transport/undici-transport.js';

// Declared with the types of Node, since declarations must not refer to `#platform`: `moduleResolution` node10 does not read `imports` of
// package.json.
/** A transport for Node that uses undici, with a pool of keep-alive connections. In other runtimes, its constructor throws `config_invalid`. */
export const UndiciTransport: typeof NodeUndiciTransport = platform.UndiciTransport;
export type UndiciTransport = NodeUndiciTransport;
