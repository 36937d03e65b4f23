import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Emulator } from '../../src/index.js';

/** A connection that records the received bytes as they arrive, in their original pieces. */
export interface RawConnection {
  readonly socket: Socket;
  readonly pieces: Buffer[];
  /** Resolves with the received text when it contains `mark`. */
  until(mark: string): Promise<string>;
  /** Resolves when the connection is closed, with the error code or undefined for a clean end. */
  readonly closed: Promise<string | undefined>;
}

/** Opens a connection and sends one POST request with JSON over it. */
export function rawPost(emulator: Emulator, path: string, body: unknown): Promise<RawConnection> {
  const text = JSON.stringify(body);
  const head = ['Host: localhost', 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`];
  return rawRequest(emulator, [`POST ${path} HTTP/1.1`, ...head, '', text].join('\r\n'));
}

/** Opens a connection and sends a text over it, such as a request with invalid or missing headers. */
export async function rawRequest(emulator: Pick<Emulator, 'port'>, text: string): Promise<RawConnection> {
  const socket = connect(emulator.port, '127.0.0.1');
  const pieces: Buffer[] = [];
  const listeners = new Set<() => void>();
  let code: string | undefined;
  socket.on('data', (piece) => {
    pieces.push(piece);
    for (const listen of listeners) listen();
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    code = error.code;
  });
  const closed = new Promise<string | undefined>((resolve) => socket.once('close', () => resolve(code)));
  await once(socket, 'connect');
  socket.write(text);
  const until = (mark: string): Promise<string> =>
    new Promise((resolve) => {
      const listen = (): void => {
        const seen = Buffer.concat(pieces).toString('utf8');
        if (!seen.includes(mark)) return;
        listeners.delete(listen);
        resolve(seen);
      };
      listeners.add(listen);
      listen();
    });
  return { socket, pieces, until, closed };
}
