import { Refusal } from '../http/refusal.js';
import { sendJson } from '../http/send-json.js';
import type { Exchange } from './exchange.js';
import type { RequestLife } from './request-life.js';

/** Answers a request whose endpoint threw: a refusal as it says, anything else as a 500 without details. */
export async function answerError(error: unknown, { sink, notes }: Exchange, life: RequestLife): Promise<void> {
  // Whoever waited was interrupted because nobody is there any more.
  if (life.over) return;
  if (!(error instanceof Refusal)) notes.error = error instanceof Error ? error.message : String(error);
  if (life.headSent) {
    life.cut();
    return;
  }
  const refusal = error instanceof Refusal ? error : new Refusal(500, 'The emulator failed to answer.');
  try {
    await sendJson(sink, refusal.status, { error: refusal.error });
  } catch {
    // The client left during this write as well.
  }
}
