import { Refusal } from '../http/refusal.js';
import type { Exchange } from './exchange.js';
import type { Face } from './server-profile.js';
import type { RequestLife } from './request-life.js';

/** Answers a request whose endpoint threw: a refusal as it says, anything else as a 500 without details. */
export async function answerError(
  error: unknown,
  { sink, notes, record }: Exchange,
  { life, face }: { readonly life: RequestLife; readonly face: Face },
): Promise<void> {
  // Whoever waited was interrupted because nobody is there any more.
  if (life.over) return;
  if (!(error instanceof Refusal)) notes.error = error instanceof Error ? error.message : String(error);
  if (life.headSent) {
    life.cut();
    return;
  }
  const refusal = error instanceof Refusal ? error : new Refusal(500, 'The emulator failed to answer.');
  try {
    await face.refuse(sink, record, refusal);
  } catch {
    // The client left during this write as well.
  }
}
