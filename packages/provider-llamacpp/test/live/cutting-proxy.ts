import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** The head of a request that goes through. */
export interface PassingRequest {
  readonly line: string;
  header(name: string): string | undefined;
}

/** Stands between a client and a server, and breaks the connection in the middle of answers. */
export interface CuttingProxy extends AsyncDisposable {
  readonly url: string;
  /** How many connections it has broken. */
  readonly cuts: number;
}

/** After how many bytes of the answer's body the connection breaks; `undefined` for never. Asked for each request. */
export type CutPlan = (request: PassingRequest) => number | undefined;

function parse(head: string): PassingRequest {
  const [line = '', ...fields] = head.split('\r\n');
  const header = (name: string): string | undefined =>
    fields
      .find((field) => field.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  return { line, header };
}

/** Takes the bytes of one answer, and says what of them still passes before the cut. */
class CutPoint {
  readonly #after: number;
  #head = '';
  #bodyBytes = 0;
  #reads = 0;

  constructor(after: number) {
    this.#after = after;
  }

  /** The bytes that pass; `undefined` when all do. */
  passing(bytes: Buffer): Buffer | undefined {
    this.#reads += 1;
    let from = 0;
    if (!this.#head.includes('\r\n\r\n')) {
      const before = this.#head.length;
      this.#head += bytes.toString('latin1');
      const end = this.#head.indexOf('\r\n\r\n');
      if (end < 0) return undefined;
      from = end + 4 - before;
    }
    const room = this.#after - this.#bodyBytes;
    this.#bodyBytes += bytes.length - from;
    return bytes.length - from > room ? bytes.subarray(0, from + room) : undefined;
  }

  /** A reset throws away what the client has not read yet: it must have read the head, else there is no answer to go on with. */
  get mayReset(): boolean {
    return this.#reads > 1;
  }
}

/** Starts one in front of a server. */
export async function startCuttingProxy(target: string, plan: CutPlan): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let cuts = 0;
  const watch = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    watch(client);
    let upstream: Socket | undefined;
    let point: CutPoint | undefined;
    // Not before there is something to send: the server closes connections that say nothing for 5 s.
    const connectUpstream = (): Socket => {
      const socket = connect(Number(port), hostname);
      watch(socket);
      socket.on('end', () => client.end());
      socket.on('data', (bytes: Buffer) => {
        const passing = point?.passing(bytes);
        if (point === undefined || passing === undefined) {
          client.write(bytes);
          return;
        }
        cuts += 1;
        socket.destroy();
        // Both ways in which connections break.
        if (point.mayReset && cuts % 2 === 0) client.write(passing, () => client.resetAndDestroy());
        else client.end(passing, () => client.destroy());
      });
      return socket;
    };
    client.on('data', (bytes: Buffer) => {
      const text = bytes.toString('latin1');
      upstream ??= connectUpstream();
      if (!/^(?:GET|POST|DELETE) /.test(text)) {
        upstream.write(bytes);
        return;
      }
      const after = plan(parse(text.split('\r\n\r\n', 1)[0] ?? ''));
      point = after === undefined ? undefined : new CutPoint(after);
      // One request a connection: one that the server drops while it is idle would be a break before the answer.
      upstream.write(text.replace(/^connection: keep-alive/im, 'connection: close'), 'latin1');
    });
    client.once('close', () => upstream?.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get cuts() {
      return cuts;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
