import { wordsOfName, type Hints } from './hints.js';

/** Words that occur in many tool names. They do not count as a mention of a tool. */
const COMMON = new Set([
  'get',
  'set',
  'the',
  'and',
  'for',
  'tool',
  'call',
  'run',
  'use',
  'new',
  'current',
  'list',
  'what',
]);

/** Returns true if a prompt contains a name, or a word of it that is not common. */
export function isMentioned(name: string, { text, words }: Pick<Hints, 'text' | 'words'>): boolean {
  if (name === '') return false;
  if (text.includes(name)) return true;
  return wordsOfName(name).some((part) => part.length > 2 && !COMMON.has(part) && words.has(part));
}
