import type { ServerResponse } from 'node:http';
import type { HttpHandler, HttpServerRequest } from './http-server.js';

const EVENT_STREAM = { 'content-type': 'text/event-stream' };

/** Writes a part of an event stream and closes the connection midway. */
export function closeEarly(response: ServerResponse, bytes: Uint8Array): void {
  response.writeHead(200, EVENT_STREAM);
  response.flushHeaders();
  response.write(bytes, () => response.socket?.end());
}

/** Writes a part of an event stream and leaves the response open. */
export function leaveOpen(response: ServerResponse, bytes: Uint8Array | string): void {
  response.writeHead(200, EVENT_STREAM).write(bytes);
}

/** Returns the offset at which a request resumes a response: the number after `from=`. */
export function fromOf({ path }: HttpServerRequest): number {
  return Number(/from=(\d+)/.exec(path)?.[1] ?? 0);
}

/**
 * Returns the handler of a server that keeps its response. A client can resume it with `GET ...from=n` and cancel it
 * with
 * `DELETE`. Each response ends early at the next offset of `closePoints`. Responses after the last offset are complete.
 */
export function keptResponse(bytes: Uint8Array, closePoints: readonly number[]): HttpHandler {
  let responses = 0;
  return (response, request) => {
    if (request.method === 'DELETE') {
      response.writeHead(204).end();
      return;
    }
    const closeAt = closePoints[responses];
    responses += 1;
    const rest = bytes.subarray(fromOf(request), closeAt);
    if (closeAt === undefined) response.writeHead(200, EVENT_STREAM).end(rest);
    else closeEarly(response, rest);
  };
}
