// Shows how a server of node:http sends web responses, such as those of toResponse. gateway.ts uses it.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

type Handler = (request: Request) => Promise<Response>;

async function handleNode(handle: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/' } = incoming;
  const stop = new AbortController();
  outgoing.once('close', () => stop.abort());
  const body = method === 'POST' ? await text(incoming) : null;
  const response = await handle(new Request(new URL(url, 'http://localhost'), { method, body, signal: stop.signal }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) outgoing.end();
  // If the client leaves, this cancels the body, and with it the model.
  else await pipeline(response.body, outgoing);
}

/** Starts a server on 127.0.0.1. A client that leaves aborts the signal of its request. Port 0 means any free port. */
export function serve(handle: Handler, port: number): Server {
  const server = createServer((incoming, outgoing) => {
    handleNode(handle, incoming, outgoing).catch(() => outgoing.destroy());
  });
  return server.listen(port, '127.0.0.1');
}
