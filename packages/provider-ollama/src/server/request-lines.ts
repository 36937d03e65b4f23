import type { CallOptions } from '@lmux/core/provider';
import { NdjsonDecoder, type NdjsonFormat, type PushSource } from '@lmux/core/provider/streams';
import type { CallSettings, NativeApi } from './native-api.js';

/** The `accept` header of a streamed call. It includes JSON because errors are sent as JSON. */
const LINES = 'application/x-ndjson, application/json';

/** A call of a route that responds line by line. */
export interface LinesCall extends CallSettings {
  /** Relative to the root of the API. */
  readonly path: string;
  readonly request: object;
  readonly options?: CallOptions | undefined;
}

/** Sends a request on subscription, and emits the lines of the response as the values that a format creates from them. */
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
