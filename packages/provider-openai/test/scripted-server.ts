import { createServer, type AddressInfo, type Socket } from 'node:net';
import { EventEmitter, once } from 'node:events';
import { onTestFinished } from 'vitest';

/** A request as it came. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a server does with a request: bytes to send, after which it closes, or a function that does as it likes. */
export type Script = string | Buffer | ((socket: Socket, request: SeenRequest) => void);

/** A server on a loopback port that says exactly the bytes that a test gives it. */
export interface ScriptedServer {
  readonly url: string;
  readonly requests: SeenRequest[];
  /** Resolves when the connection of the first request is over. */
  readonly closed: Promise<void>;
}

/** A status line, headers and a body whose end is the end of the connection. */
export function answer(body: string | Buffer, contentType = 'text/event-stream', status = 200): Buffer {
  const head = `HTTP/1.1 ${status} Scripted\r\nContent-Type: ${contentType}\r\nConnection: close\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(body)]);
}

/** `data:` events of each value, and the end mark where it is wanted. */
export function sse(values: readonly unknown[], end = 'data: [DONE]\n\n'): string {
  return values.map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`).join('') + end;
}

function parseRequest(text: string): SeenRequest | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = text.slice(end + 4);
  if (Buffer.byteLength(body) < Number(headers['content-length'] ?? 0)) return undefined;
  const [method = '', path = ''] = first.split(' ');
  return { method, path, headers, body };
}

/** Starts a server; it is closed after the test. */
export async function scriptedServer(script: Script): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const events = new EventEmitter();
  const closed = once(events, 'closed').then(() => {});
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      if (requests.length > 0) events.emit('closed');
    });
    socket.on('data', (bytes) => {
      text += bytes.toString('utf8');
      const request = parseRequest(text);
      if (request === undefined) return;
      text = '';
      requests.push(request);
      if (typeof script === 'function') script(socket, request);
      else socket.end(script);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    closed,
  };
}
