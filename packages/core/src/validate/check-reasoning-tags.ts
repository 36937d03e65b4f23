import type { ReasoningTagPair, ReasoningTags } from '../contract/reasoning-tags.js';
import type { ErrorCode } from '../errors/error-code.js';
import { LmError } from '../errors/lm-error.js';
import { checkKeys, checkObject } from './check.js';
import { REASONING_TAG_PAIR } from './config-fields.js';

/**
 * Checks the pairs of `reasoningTags` after their type has been checked.
 *
 * @param where Path of the setting, for the error.
 */
export function checkReasoningTags(tags: ReasoningTags, where: string, code: ErrorCode): void {
  if (typeof tags === 'boolean') return;
  const list: readonly ReasoningTagPair[] = Array.isArray(tags) ? tags : [tags];
  if (list.length === 0) throw invalid(where, code, 'contain a pair of tags; received an empty array');
  for (const [index, pair] of list.entries()) checkPair(pair, Array.isArray(tags) ? `${where}[${index}]` : where, code);
  const started = list.filter(({ startsOpen }) => startsOpen);
  if (started.length > 1) throw invalid(where, code, 'have "startsOpen" in at most one pair; received several');
}

function checkPair(pair: ReasoningTagPair, where: string, code: ErrorCode): void {
  checkObject(pair, `"${where}"`, code);
  checkKeys(pair, REASONING_TAG_PAIR, where, code);
  const { open, close } = pair;
  if ((open === undefined) !== (close === undefined)) {
    const received = open === undefined ? '"close"' : '"open"';
    throw invalid(where, code, `have both "open" and "close" or neither; received only ${received}`);
  }
  // The end of the reasoning could not be told from its beginning.
  if (open !== undefined && open === close)
    throw invalid(where, code, 'have different tags; received the same tag twice');
}

function invalid(where: string, code: ErrorCode, requirement: string): LmError {
  return new LmError(code, `"${where}" must ${requirement}.`);
}
