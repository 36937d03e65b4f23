import { styleText } from 'node:util';
import type { CliIo } from './cli-io.js';

/** The real process: its two output streams, its colours, and the signals that end it. */
export function processIo(): CliIo {
  const controller = new AbortController();
  // `once`, so that a second Ctrl+C ends the process even if closing hangs.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    // styleText itself leaves colours out for a pipe, NO_COLOR and the like.
    paint: (format, text) => styleText(format, text, { stream: process.stdout }),
    stop: controller.signal,
  };
}
