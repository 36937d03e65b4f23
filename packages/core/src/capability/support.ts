import type { Support, SupportCell } from '../contract/capability.js';

/** Returns the support that a cell declares. A missing cell, as in a matrix written for an older release, declares `no`. */
export function supportOf(cell: SupportCell | undefined): Support {
  if (cell === undefined) return 'no';
  return typeof cell === 'string' ? cell : cell.support;
}

/** Returns the note of a cell, if it has one. */
export function noteOf(cell: SupportCell | undefined): string | undefined {
  return typeof cell === 'object' ? cell.note : undefined;
}
