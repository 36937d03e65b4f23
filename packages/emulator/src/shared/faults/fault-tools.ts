import type { ErrorEventShape } from './fault.js';

/** What a fault may do besides writing. */
export interface FaultTools {
  readonly signal: AbortSignal;
  /** Closes the connection with a TCP reset and marks the request as cut by the emulator. */
  readonly reset: () => void;
  /** The form of errors in the stream that it strikes. */
  readonly errorShape: ErrorEventShape;
}
