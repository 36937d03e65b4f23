import { request as httpRequest } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { buildConnector, type Dispatcher } from 'undici';
import { cleanCause } from '../errors/clean-cause.js';
import { LmError } from '../errors/lm-error.js';
import { proxyStatusError } from './proxy-error.js';

/** The parts of undici's parameters that a tunnel needs. */
interface TunnelParams {
  /** Host and port of the server. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** An open tunnel. */
interface Tunnel {
  readonly socket: Socket;
  readonly statusCode: number;
}

/** Sends CONNECT on an established connection to the proxy. */
function requestTunnel(socket: Socket, { path, headers }: TunnelParams): Promise<Tunnel> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ method: 'CONNECT', path, headers, setHost: false, createConnection: () => socket });
    request.once('connect', ({ statusCode = 0 }, _socket, head) => {
      const refusal = proxyStatusError(statusCode, `CONNECT ${path}`);
      if (refusal !== undefined) return reject(refusal);
      if (head.length > 0) socket.unshift(head);
      return resolve({ socket, statusCode: 200 });
    });
    request.once('error', (cause: Error & { code?: string }) =>
      reject(
        new LmError(
          'connection_failed',
          `The proxy closed the connection before it opened a tunnel (${cause.code ?? 'network error'}, CONNECT ${path}). Check that the proxy is running, and check its log.`,
          // The server has received nothing.
          { cause: cleanCause(cause), retryable: true },
        ),
      ),
    );
    request.end();
  });
}

/**
 * Creates the client that opens the tunnels of a `ProxyAgent`. Undici's own client leaves a connection open if CONNECT is aborted while the
 * connection is being established, and the TLS handshake within a tunnel cannot be aborted. This one closes the socket in every state.
 */
export function openTunnels(proxy: URL): Dispatcher {
  // A tunnel requires HTTP/1.1. The exchange applies the connect timeout.
  const connect = buildConnector({ timeout: 0, allowH2: false }) as unknown as (
    target: buildConnector.Options,
    callback: buildConnector.Callback,
  ) => Socket;
  const { host, protocol, port } = proxy;
  const hostname = proxy.hostname.replace(/^\[(.*)\]$/, '$1');
  // TLS does not permit an address as a server name.
  const servername = isIP(hostname) === 0 ? hostname : '';
  const client = {
    async connect(params: TunnelParams): Promise<Tunnel> {
      const { signal } = params;
      signal.throwIfAborted();
      let socket: Socket | undefined;
      // The listener stays until the signal is garbage collected: the TLS handshake in the tunnel follows.
      signal.addEventListener('abort', () => socket?.destroy(), { once: true });
      const established = await new Promise<Socket>((resolve, reject) => {
        socket = connect({ host, hostname, protocol, port, servername }, (error, opened) =>
          error === null ? resolve(opened) : reject(error),
        );
      });
      try {
        return await requestTunnel(established, params);
      } catch (error) {
        established.destroy();
        throw error;
      }
    },
    // Every socket belongs to the client of undici for which its tunnel was opened.
    close: (): Promise<void> => Promise.resolve(),
    destroy: (): Promise<void> => Promise.resolve(),
  };
  return client as unknown as Dispatcher;
}
