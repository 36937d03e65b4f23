/** One HTTP request, ready to be sent. */
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Absolute URL. */
  readonly url: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Body as text; sent as UTF-8. */
  readonly body?: string | undefined;
  /** Ends the exchange at any time, also in the middle of the body; the socket is closed at once. */
  readonly signal: AbortSignal;
  /** Clocks that only the transport can keep, in milliseconds; 0 is none. The others are kept by the caller. */
  readonly timeouts: {
    /** Until the connection stands. */
    readonly connect: number;
  };
}

/** Takes the bytes of a body as they come from the network. */
export interface BodySink {
  /** The bytes of one network read; not to be kept beyond the call. */
  data(bytes: Uint8Array): void;
  /** The body is complete. */
  end(): void;
  /** The connection broke. */
  error(error: unknown): void;
}

/** The bytes of an answer. Nothing is told before `start`, and little read. */
export interface TransportBody {
  /** Begins to read; may be called once. */
  start(sink: BodySink): void;
  /** Stops reading from the network, so that the server has to wait. */
  pause(): void;
  /** Reads on. */
  resume(): void;
  /** Gives the body up: the socket is closed at once, and the sink hears nothing any more. */
  cancel(): void;
}

/** The answer to a request: its head, with the body still to come. */
export interface TransportResponse {
  readonly status: number;
  /** Header names in lower case; a header that came several times is joined by `, `. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: TransportBody;
}

/**
 * Sends one HTTP exchange. It knows neither models nor messages, follows no redirects and never repeats anything.
 *
 * `send` rejects with an `LmError` of code `connection_failed` or `connect_timeout`, whose `retryable` is true only where the
 * server cannot have acted on the request; when `signal` ends it, with any error.
 */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>;
  /** Closes all connections. */
  close(): Promise<void>;
}
