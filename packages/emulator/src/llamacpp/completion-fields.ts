import { makeId } from '../shared/engine/make-id.js';

/** What all chunks of an answer, and the whole answer, have in common. */
export interface Shell {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

/** The build that is played. */
export const BUILD_INFO = 'b11434-unknown';

/** A shell; text completions have the same kind of id. */
export function makeShell(model: string, number: number, now: number): Shell {
  return { id: makeId('chatcmpl-', number), created: Math.floor(now / 1000), model };
}
