import type { CallOptions } from '@lmux/core/provider';
import type { StreamResume } from '@lmux/core/provider/streams';

/** A call with a streamed response. */
export interface StreamCall<Request extends object> {
  readonly request: Request;
  readonly options?: CallOptions | undefined;
  /** Put before the path, for a client whose base URL ends before `/v1`. Default: empty. */
  readonly prefix?: string | undefined;
  /** Resumes the stream after a lost connection, for servers that keep the response. */
  readonly resume?: StreamResume | undefined;
}
