import { chunk, CHUNKED_EVENTS, LAST_CHUNK, type Play, rawResponse } from '@lmux/test-support';
import type { Subject } from './subjects.ts';

/** Answers a call or a stream with "Hello", whichever was asked for. */
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
