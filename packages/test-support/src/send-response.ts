import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/** Sends a web response with a server of node:http, as docs/guide/servers.md describes. */
export async function sendResponse(response: Response, target: ServerResponse): Promise<void> {
  target.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) return void target.end();
  // Rejects if the client leaves, after it has canceled the body.
  await pipeline(Readable.fromWeb(response.body as ReadableStream), target).catch(() => {});
}
