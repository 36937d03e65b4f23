import type { CallOptions, HttpCall } from '@lmux/core/provider';
import { NdjsonDecoder, type PushSource } from '@lmux/core/provider/streams';
import { EventLines, WireLines, type LineDecoder } from '../decode/line-format.js';
import type { NativeApi } from './native-api.js';

/** What is asked for where lines are wanted; JSON too, since errors come so. */
export const LINES = 'application/x-ndjson, application/json';

/** A call of a route that answers line by line. */
export interface LinesCall {
  readonly path: '/chat' | '/generate';
  readonly request: object;
  readonly options?: CallOptions | undefined;
}

function streamCall({ root }: NativeApi, { path, request, options }: LinesCall): HttpCall {
  return { method: 'POST', path: root + path, body: { ...request, stream: true }, options, accept: LINES };
}

/** A streamed answer, line by line. Sent when it is subscribed to. */
export function answerSource<Line>(api: NativeApi, call: LinesCall): PushSource<Line> {
  return api.http.requestStream<Line>(
    streamCall(api, call),
    (emit, context) => new NdjsonDecoder(new WireLines({ push: emit }), context),
  );
}

/** The same as the contract's events. */
export function eventSource<Line, Event>(
  api: NativeApi,
  call: LinesCall,
  createDecoder: (emit: (event: Event) => void) => LineDecoder<Line>,
): PushSource<Event> {
  return api.http.requestStream<Event>(
    streamCall(api, call),
    (emit, context) => new NdjsonDecoder(new EventLines(createDecoder(emit)), context),
  );
}
