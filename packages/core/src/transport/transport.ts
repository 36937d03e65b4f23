/** A complete HTTP request. */
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Absolute URL. */
  readonly url: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Body as text, sent as UTF-8. */
  readonly body?: string | undefined;
  /** Ends the exchange at any time, even in the middle of the body. The connection is then closed immediately. */
  readonly signal: AbortSignal;
  /** Timeouts in ms that only the transport can apply. 0 disables a timeout. The caller applies the others. */
  readonly timeouts: {
    /** Timeout for establishing the connection. */
    readonly connect: number;
  };
}

/** Receives the bytes of a body as they arrive from the network. */
export interface BodySink {
  /** Receives the bytes of one network read. They are only valid during the call. */
  data(bytes: Uint8Array): void;
  /** Called when the body is complete. */
  end(): void;
  /** Called when the connection was lost. */
  error(error: unknown): void;
}

/** The body of a response. Before `start`, nothing is delivered and only little is read. */
export interface TransportBody {
  /** Starts reading. May be called only once. */
  start(sink: BodySink): void;
  /** Stops reading from the network, which applies back-pressure to the server. */
  pause(): void;
  /** Continues reading. */
  resume(): void;
  /** Cancels the body. The connection is closed immediately, and the sink is not called any more. */
  cancel(): void;
}

/** A response: its status and headers, and the body that is still to be read. */
export interface TransportResponse {
  readonly status: number;
  /** Headers with names in lower case. Repeated headers are joined with `, `. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: TransportBody;
}

/**
 * Sends HTTP requests. It handles nothing that is specific to models, and neither follows redirects nor retries.
 *
 * `send` rejects with an `LmError` of code `connection_failed` or `connect_timeout`. Its `retryable` is true only if the server cannot have
 * acted on the request. If `signal` ends the exchange, it may reject with any error.
 */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>;
  /** Closes all connections. */
  close(): Promise<void>;
}
