/** Facts that go with a log line. Never a key, a header's value, a prompt or a reply. */
export interface LogFields {
  readonly [key: string]: string | number | boolean | undefined;
}

/** Where lmux tells what it does. `console` fits. Default: silence. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const nothing = (): void => {};

/** Says nothing. */
export const noopLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
