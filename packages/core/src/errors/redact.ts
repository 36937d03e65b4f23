/** Longest message of an error. */
const MAX_MESSAGE_LENGTH = 500;

// Every repetition below is bounded or cannot overlap the one before it: the text is a server's, up to 64 KiB of it, and must not
// be able to stall the process.

/** Text that looks like a key, wherever a server echoes one: `sk-...` (also LM Studio's `sk-lm-...:...`), bearer tokens, JWTs, long-lived cloud keys. */
const KEY_LIKE =
  /\b(?:sk|pk|rk)-[\w:*.-]{3,}|\bBearer\s{1,9}[^\s"',;]{4,}|\b(?:gsk|xai|hf|ghp|gho|glpat|AIza)[_-]?[A-Za-z0-9_-]{16,}|\beyJ[\w.-]{20,}/g;

/** The ends of a key with asterisks between or behind them: so servers quote a key that they refuse. Our own masks are three asterisks. */
const HALF_HIDDEN_KEY = /[\w.+=-]{1,64}\*{4,}[\w.+=-]{0,64}/g;

/** User and password within a URL: up to the last `@` before its path, since passwords may hold one. */
const URL_CREDENTIALS = /(?<=[a-z]:\/\/)[^\s/?#"'<>]{1,512}@/gi;

/** Query parameters whose names say that they are secret. */
const SECRET_QUERY =
  /([?&][\w-]{0,40}?(?:key|token|secret|signature|password|sig|auth)[\w-]{0,40}=)(?!\*{3})[^\s&#"'<>]+/gi;

/** Replaces what looks like a key or a password, and the given secrets, by asterisks. */
export function maskSecrets(text: string, secrets: readonly string[] = []): string {
  let masked = text;
  // The longest first: a secret within another must not break it up.
  for (const secret of secrets.toSorted((a, b) => b.length - a.length)) {
    if (secret.length >= 3) masked = masked.replaceAll(secret, '***');
  }
  return masked
    .replace(HALF_HIDDEN_KEY, '***')
    .replace(URL_CREDENTIALS, '***@')
    .replace(SECRET_QUERY, '$1***')
    .replace(KEY_LIKE, '***');
}

/** User and password of an http(s) URL as parsers take it, which need no `//`. */
const HTTP_CREDENTIALS = /^(https?:[/\\]*)[^/?#\\]*@/i;

/** A URL, or what was meant to be one, fit to be shown: without user, password, secret-looking query values and fragment. */
export function displayUrl(url: string): string {
  const at = url.lastIndexOf('@');
  // Where no parser can tell what is a password and what a path, all that an "@" ends may be one.
  const known = URL.canParse(url) && /^https?:/i.test(url);
  const bare = known || at < 0 ? url.replace(HTTP_CREDENTIALS, '$1***@') : `***${url.slice(at)}`;
  const fragment = bare.indexOf('#');
  return maskSecrets(fragment < 0 ? bare : bare.slice(0, fragment));
}

/** Cuts a text to a length, with an ellipsis. */
export function cutText(text: string, maxLength = MAX_MESSAGE_LENGTH): string {
  return text.length < maxLength ? text : `${text.slice(0, maxLength - 2)}…`;
}
