/**
 * The server, which runs in its own process. It implements only the necessary parts of HTTP and sends pre-rendered bytes, so its own cost
 * does not limit the clients.
 */
import { createServer, type Socket } from 'node:net';
import { framed, renderChat, renderEmbeddings, renderStream, streamHead, wireOf, END } from './render.ts';
import { workloadOf } from './workload.ts';

const rendered = new Map<string, Buffer[]>();

function once(key: string, render: () => Buffer[]): Buffer[] {
  let writes = rendered.get(key);
  if (writes === undefined) rendered.set(key, (writes = render()));
  return writes;
}

/** Sends each buffer in a separate write, and waits while the client does not keep up. */
function send(socket: Socket, writes: readonly Buffer[], at = 0): void {
  for (let index = at; index < writes.length; index += 1) {
    if (socket.destroyed) return;
    if (!socket.write(writes[index] as Buffer)) {
      socket.once('drain', () => send(socket, writes, index + 1));
      return;
    }
  }
}

/** Sends events at a steady rate. Each token is its send time, in microseconds of a clock that all processes share. */
function pace(socket: Socket, path: string, events: number, aSecond: number): void {
  const wire = wireOf(path);
  const started = performance.now();
  const stepMs = 1000 / aSecond;
  socket.write(streamHead(wire.type));
  if (wire.first !== '') socket.write(framed(wire.first));
  let sent = 0;
  const tick = (): void => {
    if (socket.destroyed) return;
    if (sent === events) {
      socket.write(Buffer.concat([framed(wire.last), END]));
      return;
    }
    sent += 1;
    socket.write(framed(wire.piece(` ${process.hrtime.bigint() / 1000n}`)));
    setTimeout(tick, Math.max(0, started + sent * stepMs - performance.now()));
  };
  // A random offset spreads the streams over the step.
  setTimeout(tick, Math.random() * stepMs);
}

function respond(socket: Socket, path: string, body: string): void {
  const { kind, numbers, last } = workloadOf(body);
  const [first = 0, second = 1] = numbers;
  const key = `${path} ${kind} ${numbers.join()} ${last}`;
  if (kind === 'stream')
    send(
      socket,
      once(key, () => renderStream(wireOf(path), first, second)),
    );
  else if (kind === 'paced') pace(socket, path, first, second);
  else if (kind === 'embed')
    send(
      socket,
      once(key, () => [renderEmbeddings(path, first, second, last === 'base64')]),
    );
  else
    send(
      socket,
      once(key, () => [renderChat(path)]),
    );
}

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => {});
  let pending = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    pending += text;
    for (;;) {
      const headEnd = pending.indexOf('\r\n\r\n');
      if (headEnd === -1) return;
      const head = pending.slice(0, headEnd);
      const total = headEnd + 4 + Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      if (pending.length < total) return;
      const [, path = ''] = /^\S+ (\S+)/.exec(head) ?? [];
      const body = pending.slice(headEnd + 4, total);
      pending = pending.slice(total);
      respond(socket, path, body);
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.send?.(address?.port);
});
process.on('disconnect', () => process.exit());
