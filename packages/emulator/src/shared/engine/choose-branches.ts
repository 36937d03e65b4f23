import type { Branch } from './branch-tags.js';
import type { Hints } from './hints.js';
import { isMentioned } from './is-mentioned.js';

/**
 * Selects branches of a union, by their indexes: those that the prompt mentions, like `chooseTools`, or else one without a constant, which is
 * meant for a text. The latter is also selected if the reply must be a text.
 */
export function chooseBranches(branches: readonly Branch[], hints: Hints, isTextDue: boolean): readonly number[] {
  const entries = branches.map((branch, index) => ({ ...branch, index })).filter(({ isNull }) => !isNull);
  const plain = entries.find(({ tags }) => tags.length === 0) ?? entries.find(({ hasConst }) => !hasConst);
  if (isTextDue && plain !== undefined) return [plain.index];
  const mentioned = entries.filter(({ tags }) => tags.some((tag) => isMentioned(tag, hints)));
  if (mentioned.length > 0) return mentioned.map(({ index }) => index);
  return [(plain ?? entries[0])?.index ?? 0];
}
