import { secretHider } from './hide-secrets.js';
import { isKeyName } from './is-key-name.js';
import { plainText } from './plain-text.js';
import { isPlainParameter } from './secret-headers.js';

/** Maximum length of an error message. */
export const MAX_MESSAGE_LENGTH = 500;

// The text comes from a server and may be 64 KiB long. Every repetition below is bounded or cannot overlap the one before it, so that no
// text can stall the process.

/** Matches text that looks like an API key: `sk-...` (also LM Studio's `sk-lm-...:...`), bearer tokens, JWTs, long-lived cloud keys. */
const KEY_LIKE =
  /\b(?:sk|pk|rk)-[\w:*.-]{3,}|\bBearer\s{1,9}[^\s"',;]{4,}|\b(?:gsk|xai|hf|ghp|gho|glpat|AIza|AKIA)[_-]?[A-Za-z0-9_-]{16,}|\beyJ[\w.-]{20,}/g;

/**
 * Matches a partly masked key, as servers quote a rejected one: its ends with asterisks or bullets before, between or after them. lmux masks
 * with three asterisks, as xAI does between two ends.
 */
const HALF_HIDDEN_KEY = /[\w.+=-]{0,64}(?:[*•●]{4,}[\w.+=-]{0,64}|(?<=\w)\*{3}\w{2,64})/g;

/** Matches user and password within a URL, up to the last `@` before its path, since a password may contain `@`. */
const URL_CREDENTIALS = /(?<=[a-z]:\/\/)[^\s/?#"'<>]{1,512}@/gi;

/** Matches query parameters whose value is not hidden. */
const SHOWN_PARAMETER = /([?&]([\w.-]+)=)(?!\*{3})[^\s&#"'<>]+/g;

/** Matches a value after its name, as in `Server=a;Password=b`, in JSON and in an inspected object: `apiKey: 'abc'`. */
const NAMED_VALUE = /\b([\w.-]{1,64})(=|["']?\s?:\s?(?=["']))("(?:[^"\\]|\\.)*"?|'[^']*'?|(?!\*{3})[^\s&#"'<>;,]+)/g;

/** Matches the names of keys in URLs that mean something else in a text: the code of an error, the key of an object. */
const OTHER_KEY = /^(?:code|key)$/i;

/** Replaces text that looks like an API key or a password, and the given secrets, with asterisks. */
export function maskSecrets(text: string, secrets: readonly string[] = []): string {
  return secretHider(secrets)(text)
    .replace(HALF_HIDDEN_KEY, '***')
    .replace(URL_CREDENTIALS, '***@')
    .replace(SHOWN_PARAMETER, (shown, start: string, name: string) => (isKeyName(name) ? `${start}***` : shown))
    .replace(NAMED_VALUE, (shown, name: string, sign: string, value: string) => {
      const quote = value.replace(/[^"'].*/s, '');
      return isKeyName(name) && !OTHER_KEY.test(name) ? `${name}${sign}${quote}***${quote}` : shown;
    })
    .replace(KEY_LIKE, '***');
}

/** Returns a text of a server or a library in a form that is safe to show: one line, bounded, without anything that looks like a key. */
export function safeText(text: string, maxLength?: number): string {
  return cutText(maskSecrets(plainText(text)), maxLength);
}

/** Matches user and password of an http(s) URL. URL parsers do not require the `//`. */
const HTTP_CREDENTIALS = /^(https?:[/\\]*)[^/?#\\]*@/i;

/** Matches each parameter of a query: its separator, its name up to the `=`, and its value. Without `=`, all of it may be a secret. */
const PARAMETER = /([?&])([^=&]*=)?[^&]+/g;

/**
 * Returns a URL in a form that is safe to show: without user, password, fragment, and values of the query that may be secret. The URL may be
 * invalid.
 */
export function displayUrl(url: string): string {
  const at = url.lastIndexOf('@');
  // In an invalid URL, everything before an "@" may be a password.
  const known = URL.canParse(url) && /^https?:/i.test(url);
  const bare = known || at < 0 ? url.replace(HTTP_CREDENTIALS, '$1***@') : `***${url.slice(at)}`;
  const [whole = ''] = bare.split('#', 1);
  const query = whole.indexOf('?');
  if (query < 0) return maskSecrets(whole);
  return maskSecrets(whole.slice(0, query)) + whole.slice(query).replace(PARAMETER, hiddenParameter);
}

function hiddenParameter(parameter: string, separator: string, name = ''): string {
  return isPlainParameter(name) ? maskSecrets(parameter) : `${separator}${name}***`;
}

/** Truncates a text to less than a length, with an ellipsis. */
export function cutText(text: string, maxLength = MAX_MESSAGE_LENGTH): string {
  if (text.length < maxLength) return text;
  // Half of a surrogate pair is not a character.
  return `${text.slice(0, maxLength - 2).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
