import { styleText } from 'node:util';

/** The parts of the process that the command uses. Tests replace them to run the command without a process. */
export interface CliIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Colors a text, or returns it unchanged. */
  readonly paint: (format: Parameters<typeof styleText>[0], text: string) => string;
  /** Aborts when the command must stop. */
  readonly stop: AbortSignal;
}

/** The real process: its output streams, its colors, and the signals that end it. */
export function processIo(): CliIo {
  const controller = new AbortController();
  // `once`, because a second Ctrl+C must end the process even if closing hangs.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    // styleText itself omits colors for a pipe, NO_COLOR and similar cases.
    paint: (format, text) => styleText(format, text, { stream: process.stdout }),
    stop: controller.signal,
  };
}
