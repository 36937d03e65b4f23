import type { Support, SupportCell } from '../contract/capability.js';

/** The answer of a cell; a missing one (a matrix of an older release) is a no. */
export function supportOf(cell: SupportCell | undefined): Support {
  if (cell === undefined) return 'no';
  return typeof cell === 'string' ? cell : cell.support;
}

/** The note of a cell, where it has one. */
export function noteOf(cell: SupportCell | undefined): string | undefined {
  return typeof cell === 'object' ? cell.note : undefined;
}
