import type { CallOptions } from '@lmux/core/provider';
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
