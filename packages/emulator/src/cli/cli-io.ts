import type { styleText } from 'node:util';

/** Everything of the process that the command touches, so that tests can run it without a process. */
export interface CliIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Colours a text, or gives it back as it is. */
  readonly paint: (format: Parameters<typeof styleText>[0], text: string) => string;
  /** Fires when the command has to stop. */
  readonly stop: AbortSignal;
}
