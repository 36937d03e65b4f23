import type { CallOptions } from '@lmux/core/provider';
import { NdjsonDecoder, type NdjsonFormat, type PushSource } from '@lmux/core/provider/streams';
import type { CallSettings, NativeApi } from './native-api.js';

/** What is accepted where lines are wanted; JSON too, since errors come so. */
const LINES = 'application/x-ndjson, application/json';

/** A call of a route that responds line by line. */
export interface LinesCall extends CallSettings {
  /** Below the root of the API. */
  readonly path: string;
  readonly request: object;
  readonly options?: CallOptions | undefined;
}

/** A response line by line, as the values that a format makes of it. Sent when it is subscribed to. */
export function requestLines<Value>(
  { http, root }: NativeApi,
  { path, request, ...call }: LinesCall,
  createFormat: (emit: (value: Value) => void) => NdjsonFormat,
): PushSource<Value> {
  return http.requestStream<Value>(
    { ...call, method: 'POST', path: root + path, body: { ...request, stream: true }, accept: LINES },
    (emit, context) => new NdjsonDecoder(createFormat(emit), context),
  );
}
