import { styleText } from 'node:util';

/** Everything of the process that the command touches, so that tests can run it without a process. */
export interface CliIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Colors a text, or gives it back as it is. */
  readonly paint: (format: Parameters<typeof styleText>[0], text: string) => string;
  /** Fires when the command has to stop. */
  readonly stop: AbortSignal;
}

/** The real process: its two output streams, its colors, and the signals that end it. */
export function processIo(): CliIo {
  const controller = new AbortController();
  // `once`, so that a second Ctrl+C ends the process even if closing hangs.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    // styleText itself leaves colors out for a pipe, NO_COLOR and the like.
    paint: (format, text) => styleText(format, text, { stream: process.stdout }),
    stop: controller.signal,
  };
}
