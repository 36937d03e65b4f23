import { UndiciTransport as PlatformTransport } from '#platform';
import type { UndiciTransport as NodeTransport } from '../transport/undici-transport.js';

// With the type of Node in every declaration: TypeScript resolves "#platform" with some settings only, and with `moduleResolution: "bundler"`
// without the condition "node".
/**
 * A transport for Node and Deno that uses undici, with a pool of keep-alive connections. Idle connections are closed after 4 s. In other
 * runtimes, the constructor throws `config_invalid`. Use `FetchTransport` there.
 */
export const UndiciTransport: typeof NodeTransport = PlatformTransport;
export type UndiciTransport = NodeTransport;
