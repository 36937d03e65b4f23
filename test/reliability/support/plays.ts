import { chunk, CHUNKED_EVENTS, LAST_CHUNK, type Play, rawResponse } from '@lmux/test-support';
import type { Subject } from './subjects.ts';

/** Responds to a call or a stream request with "Hello". */
export function hello(subject: Subject): Play {
  return ({ write, body }) =>
    write(
      /"stream":true/.test(body)
        ? CHUNKED_EVENTS + chunk(subject.piece('Hello') + subject.end('Hello')) + LAST_CHUNK
        : rawResponse(subject.whole('Hello')),
    );
}

export const refuses =
  (status: number, body = '{}', headers: Record<string, string> = {}): Play =>
  ({ write }) =>
    write(rawResponse(body, status, headers));
