import type { ServerResponse } from 'node:http';
import { sendJson } from '@lmux/test-support';
import type { Warning } from '../../src/contract/warning.js';
import type { HttpCall, StreamResume } from '../../src/http/http-call.js';

/** A call whose response the server keeps. */
export const POST: HttpCall = { method: 'POST', path: '/chat', body: { stream: true } };

/** Responds as a server that no longer has the stream. */
export function gone(response: ServerResponse): void {
  sendJson(response, { error: { message: 'unknown stream', code: 404 } }, 404);
}

/**
 * Returns `POST` with hooks to resume it with `GET /rest?from=n` and to cancel it with `DELETE /rest`, and the warnings
 * that are reported.
 */
export function resumable(changes: Partial<HttpCall> = {}): { call: HttpCall; warnings: Warning[] } {
  const warnings: Warning[] = [];
  const resume: StreamResume = {
    continueFrom: (from) => ({ method: 'GET', path: `/rest?from=${from}` }),
    cancel: () => ({ method: 'DELETE', path: '/rest' }),
    warn: (warning) => warnings.push(warning),
  };
  return { call: { ...POST, ...changes, resume }, warnings };
}
