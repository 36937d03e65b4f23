/** Status line and headers of a response. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Where a response goes. Endpoints see only this, never the socket, so that each fault is a small wrapper.
 * A stream writes exactly one event per `write`, which is what lets faults count events.
 */
export interface ResponseSink {
  start(head: ResponseHead): Promise<void>;
  /** Resolves when the bytes are handed to the kernel; rejects when the client has gone. */
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}
