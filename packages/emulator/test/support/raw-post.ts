import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Emulator } from '../../src/index.js';

/** A connection on which tests see the bytes as they come, in the pieces in which they come. */
export interface RawConnection {
  readonly socket: Socket;
  readonly pieces: Buffer[];
  /** Resolves when the text so far contains `mark`. */
  until(mark: string): Promise<string>;
  /** Resolves with the error code when the connection is over; undefined for a clean end. */
  readonly closed: Promise<string | undefined>;
}

/** Connects and sends one POST of JSON by hand. */
export async function rawPost(emulator: Emulator, path: string, body: unknown): Promise<RawConnection> {
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
  const text = JSON.stringify(body);
  const head = ['Host: emulator', 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`];
  socket.write([`POST ${path} HTTP/1.1`, ...head, '', text].join('\r\n'));
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
