import type { Warning } from '../contract/warning.js';
import type { HttpCall } from './http-call.js';

/**
 * How a streamed answer is taken up again after its connection has broken: for servers that keep what they have sent, and go on without
 * a reader. It belongs to one request: whatever names the answer to the server must be new for each.
 */
export interface StreamResume {
  /** The call whose answer goes on with the same bytes, from this one of the decoded body on (0 is the first). */
  continueFrom(bytes: number): HttpCall;
  /**
   * The call that tells the server to stop, since nobody reads any more. Sent when the stream ends in any way but by its own end, also
   * after an error; what becomes of it changes nothing.
   */
  leave?(): HttpCall;
  /** Takes the warning that the stream was taken up again, before the first byte that comes then; once for each place where it broke. */
  warn?(warning: Warning): void;
}
