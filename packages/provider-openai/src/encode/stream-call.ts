import type { CallOptions, HttpCall } from '@lmux/core/provider';
import type { StreamResume } from '@lmux/core/provider/streams';

/** A call whose response is streamed. */
export interface StreamCall<Request extends object> {
  readonly request: Request;
  readonly options?: CallOptions | undefined;
  /** Goes before the path, for a client whose base URL ends earlier. Default: empty. */
  readonly prefix?: string | undefined;
  /** How it goes on where the connection broke, for servers that keep the response. */
  readonly resume?: StreamResume | undefined;
}

/** Encodes a call of the route at `path` whose response is streamed. */
export function encodeStreamCall(
  path: string,
  { request, options, prefix = '', resume }: StreamCall<object>,
): HttpCall {
  return { method: 'POST', path: prefix + path, body: { ...request, stream: true }, options, resume };
}
