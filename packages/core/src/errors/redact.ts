/** Maximum length of an error message. */
export const MAX_MESSAGE_LENGTH = 500;

// The text comes from a server and may be 64 KiB long. Every repetition below is bounded or cannot overlap the one before it, so that no
// text can stall the process.

/** Matches text that looks like an API key: `sk-...` (also LM Studio's `sk-lm-...:...`), bearer tokens, JWTs, long-lived cloud keys. */
const KEY_LIKE =
  /\b(?:sk|pk|rk)-[\w:*.-]{3,}|\bBearer\s{1,9}[^\s"',;]{4,}|\b(?:gsk|xai|hf|ghp|gho|glpat|AIza)[_-]?[A-Za-z0-9_-]{16,}|\beyJ[\w.-]{20,}/g;

/** Matches a partly masked key, as servers quote a rejected one: its ends with asterisks between or after them. lmux masks with three asterisks. */
const HALF_HIDDEN_KEY = /[\w.+=-]{1,64}\*{4,}[\w.+=-]{0,64}/g;

/** Matches user and password within a URL, up to the last `@` before its path, since a password may contain `@`. */
const URL_CREDENTIALS = /(?<=[a-z]:\/\/)[^\s/?#"'<>]{1,512}@/gi;

/** Matches query parameters with names that indicate a secret. */
const SECRET_QUERY =
  /([?&][\w-]{0,40}?(?:key|token|secret|signature|password|sig|auth)[\w-]{0,40}=)(?!\*{3})[^\s&#"'<>]+/gi;

/** Replaces text that looks like an API key or a password, and the given secrets, with asterisks. */
export function maskSecrets(text: string, secrets: readonly string[] = []): string {
  let masked = text;
  // Longest first, so that a secret inside a longer one does not break it up.
  for (const secret of secrets.toSorted((a, b) => b.length - a.length)) {
    if (secret.length >= 3) masked = masked.replaceAll(secret, '***');
  }
  return masked
    .replace(HALF_HIDDEN_KEY, '***')
    .replace(URL_CREDENTIALS, '***@')
    .replace(SECRET_QUERY, '$1***')
    .replace(KEY_LIKE, '***');
}

/** Matches user and password of an http(s) URL. URL parsers do not require the `//`. */
const HTTP_CREDENTIALS = /^(https?:[/\\]*)[^/?#\\]*@/i;

/** Returns a URL in a form that is safe to show: without user, password, secret query values and fragment. The URL may be invalid. */
export function displayUrl(url: string): string {
  const at = url.lastIndexOf('@');
  // In an invalid URL, everything before an "@" may be a password.
  const known = URL.canParse(url) && /^https?:/i.test(url);
  const bare = known || at < 0 ? url.replace(HTTP_CREDENTIALS, '$1***@') : `***${url.slice(at)}`;
  const fragment = bare.indexOf('#');
  return maskSecrets(fragment < 0 ? bare : bare.slice(0, fragment));
}

/** Truncates a text to less than a length, with an ellipsis. */
export function cutText(text: string, maxLength = MAX_MESSAGE_LENGTH): string {
  return text.length < maxLength ? text : `${text.slice(0, maxLength - 2)}…`;
}
