import type { CallOptions } from '@lmux/core/provider';
import { NdjsonDecoder, type PushSource } from '@lmux/core/provider/streams';
import { AnswerLines } from './answer-lines.js';
import type { NativeApi } from './native-api.js';

/** What is asked for where lines are wanted; JSON too, since errors come so. */
export const LINES = 'application/x-ndjson, application/json';

/** A streamed answer, line by line. Sent when it is subscribed to. */
export function answerSource<Line>(
  { http, root }: NativeApi,
  path: '/chat' | '/generate',
  body: object,
  options?: CallOptions,
): PushSource<Line> {
  return http.requestStream<Line>(
    { method: 'POST', path: `${root}${path}`, body, options, accept: LINES },
    (emit, context) => new NdjsonDecoder(new AnswerLines(emit), context),
  );
}
