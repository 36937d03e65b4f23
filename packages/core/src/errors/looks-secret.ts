import { cutText, maskSecrets } from './redact.js';

/** Maximum length of a text that a message quotes. */
const MAX_QUOTED = 64;

/** Matches a run of letters and digits that is longer than a word or a date, or that mixes both and is as long as a short key. */
const KEY_RUN = /[\p{L}\p{N}]{21}|\p{N}{9}|(?=[\p{L}\p{N}]{16})(?:\p{L}+\p{N}|\p{N}+\p{L})/u;

/** Matches the places where letters and digits meet. Random text has many of them, names such as `qwen3-4b-2507` have few. */
const TURN = /\p{L}(?=\p{N})|\p{N}(?=\p{L})/gu;
const MAX_TURNS = 3;

/**
 * Returns true if a text could be an API key or a password: it has the form of a known key, or is longer or more random than a name. A short
 * password cannot be told from a name.
 */
export function looksSecret(text: string): boolean {
  // Keys are short, and the text may be long.
  const start = cutText(text, 512);
  return maskSecrets(start) !== start || KEY_RUN.test(start) || (start.match(TURN)?.length ?? 0) > MAX_TURNS;
}

/** Returns a name that is part of a path or a list, or asterisks if it could be a secret or is long. */
export function maskName(name: string): string {
  return name.length > MAX_QUOTED || looksSecret(name) ? '***' : name;
}

/** Names of properties that consist of letters alone may be long. */
function maskProperty(name: string): string {
  return /^[A-Za-z_-]{1,64}$/.test(name) && maskSecrets(name) === name ? name : maskName(name);
}

/** Returns a JSON Pointer that a message can contain. */
export function maskPointer(pointer: string): string {
  return pointer.split('/').map(maskProperty).join('/');
}

/** Returns a name from a configuration in quotes, or only its length if it could be a secret, is long, or contains control characters. */
export function quoteName(name: unknown): string {
  // JavaScript callers may pass something else.
  if (typeof name !== 'string') return name === null ? 'null' : `a ${typeof name}`;
  const isShown = name.length <= MAX_QUOTED && !/\p{Cc}/u.test(name) && !looksSecret(name);
  return isShown ? `"${name}"` : `"***" (${name.length} characters)`;
}
