/** The structured fields of a log entry. They never contain an API key, a header value, a prompt or a model's response. */
export interface LogFields {
  readonly [key: string]: string | number | boolean | undefined;
}

/** Receives the log entries of lmux. `console` is a valid logger. Default: nothing is logged. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const nothing = (): void => {};

/** A logger that discards everything. */
export const noopLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
