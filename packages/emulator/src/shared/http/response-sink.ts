/** Status and headers of a response. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The destination of a response. Endpoints use only this interface and never the socket, so each fault is a small
 * wrapper.
 * A stream writes exactly one event per `write`, which allows faults to count events.
 */
export interface ResponseSink {
  start(head: ResponseHead): Promise<void>;
  /** Resolves when the kernel has accepted the bytes. Rejects if the client has disconnected. */
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}
