import type { RequestOutcome } from './request-record.js';

/** What is logged of one request when it is over. Never a prompt, a header or a token. */
export interface LogEntry {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  /** Undefined when the connection closed before a response head was sent. */
  readonly status: number | undefined;
  readonly outcome: RequestOutcome;
  /** Milliseconds from the arrival of the request head to the end. */
  readonly durationMs: number;
  /** The model that answered. */
  readonly model?: string;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  /** Kind of the fault that was applied. */
  readonly fault?: string;
  /** An error inside the emulator itself: a bug, or a throwing `reply` function. */
  readonly error?: string;
}
