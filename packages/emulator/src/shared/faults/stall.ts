import { pause, pauseForever } from '../signals/delay.js';
import type { ResponseSink } from '../http/response-sink.js';

/** Hangs until the client leaves; with `commentEveryMs`, shows life by comments that are no events. */
export async function stall(
  sink: ResponseSink,
  commentEveryMs: number | undefined,
  signal: AbortSignal,
): Promise<never> {
  if (commentEveryMs === undefined) return pauseForever(signal);
  for (;;) {
    await pause(Math.max(1, commentEveryMs), signal);
    await sink.write(Buffer.from(': keep-alive\n\n'));
  }
}
