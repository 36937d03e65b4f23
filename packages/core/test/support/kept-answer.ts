import type { ServerResponse } from 'node:http';
import type { HttpCall } from '../../src/http/http-call.js';
import type { StreamResume } from '../../src/http/http-call.js';
import type { Warning } from '../../src/contract/warning.js';
import { json, type Handler, type SeenRequest } from './http-server.js';

/** The call whose answer is kept. */
export const POST: HttpCall = { method: 'POST', path: '/chat', body: { stream: true } };

const EVENT_STREAM = { 'content-type': 'text/event-stream' };

/** Writes a part of an event stream, and closes the connection in the middle of the answer. */
export function cutShort(response: ServerResponse, bytes: Uint8Array): void {
  response.writeHead(200, EVENT_STREAM);
  response.flushHeaders();
  response.write(bytes, () => response.socket?.end());
}

/** Writes a part of an event stream, and leaves the answer open. */
export function leaveOpen(response: ServerResponse, bytes: Uint8Array | string): void {
  response.writeHead(200, EVENT_STREAM).write(bytes);
}

/** The byte that a request asks for. */
export function fromOf({ path }: SeenRequest): number {
  return Number(/from=(\d+)/.exec(path)?.[1] ?? 0);
}

/**
 * A server that keeps what it sends: `POST /chat`, then `GET /rest?from=n`, and `DELETE /rest`. The first answer is cut at the first of
 * these bytes, the next one at the second; what comes after them is whole.
 */
export function keptAnswer(bytes: Uint8Array, cuts: readonly number[]): Handler {
  let answers = 0;
  return (response, request) => {
    if (request.method === 'DELETE') {
      response.writeHead(204).end();
      return;
    }
    const cut = cuts[answers];
    answers += 1;
    const rest = bytes.subarray(fromOf(request), cut);
    if (cut === undefined) response.writeHead(200, EVENT_STREAM).end(rest);
    else cutShort(response, rest);
  };
}

/** Says that there is nothing to go on with. */
export function gone(response: ServerResponse): void {
  json(response, { error: { message: 'unknown stream', code: 404 } }, 404);
}

/** That call with a hook, and the warnings that the hook has got. */
export function resumable(changes: Partial<HttpCall> = {}): { call: HttpCall; warnings: Warning[] } {
  const warnings: Warning[] = [];
  const resume: StreamResume = {
    continueFrom: (from) => ({ method: 'GET', path: `/rest?from=${from}` }),
    cancel: () => ({ method: 'DELETE', path: '/rest' }),
    warn: (warning) => warnings.push(warning),
  };
  return { call: { ...POST, ...changes, resume }, warnings };
}
