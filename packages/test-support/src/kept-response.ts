import type { ServerResponse } from 'node:http';
import type { HttpHandler, HttpServerRequest } from './http-server.js';

const EVENT_STREAM = { 'content-type': 'text/event-stream' };

/** Writes a part of an event stream, and closes the connection in the middle of the response. */
export function closeEarly(response: ServerResponse, bytes: Uint8Array): void {
  response.writeHead(200, EVENT_STREAM);
  response.flushHeaders();
  response.write(bytes, () => response.socket?.end());
}

/** Writes a part of an event stream, and leaves the response open. */
export function leaveOpen(response: ServerResponse, bytes: Uint8Array | string): void {
  response.writeHead(200, EVENT_STREAM).write(bytes);
}

/** Returns the byte from which a request wants a response: the number behind `from=`. */
export function fromOf({ path }: HttpServerRequest): number {
  return Number(/from=(\d+)/.exec(path)?.[1] ?? 0);
}

/**
 * Returns the handler of a server that keeps its response, so that a client can resume it with `GET ...from=n` and cancel it with `DELETE`.
 * The first response ends early at the first of these bytes, the next one at the second. Responses after the last of them are complete.
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
