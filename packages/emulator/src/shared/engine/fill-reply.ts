import { isRecord } from '../json/read-json.js';
import { wordsOfName } from './hints.js';
import type { JsonDraft } from './json-draft.js';

/** Words in the names of properties that contain a text for the user. */
const REPLIES = new Set(['reply', 'response', 'answer', 'text', 'message', 'content']);

/** Puts the text of a reply into a sample that is a text, or has a property with a name such as `reply`. It is truncated if it is too long. */
export function fillReply(draft: JsonDraft, text: string): void {
  const { value } = draft;
  const name = isRecord(value)
    ? Object.keys(value).find((key) => typeof value[key] === 'string' && isReply(key))
    : undefined;
  if (typeof value !== 'string' && name === undefined) return;
  const path = name === undefined ? [] : [name];
  const points = [...text];
  for (let length = points.length; length > 0; length = Math.floor(length / 2)) {
    if (draft.set(path, points.slice(0, length).join(''))) return;
  }
}

function isReply(name: string): boolean {
  return wordsOfName(name).some((word) => REPLIES.has(word));
}
