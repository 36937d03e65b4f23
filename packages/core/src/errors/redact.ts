/** Longest message of an error. */
const MAX_MESSAGE_LENGTH = 500;

/** Text that looks like a key, wherever a server echoes one: `sk-...` (also LM Studio's `sk-lm-...:...`), bearer tokens, long-lived cloud keys. */
const KEY_LIKE =
  /\b(?:sk|pk|rk)-[\w:*.-]{3,}|\bBearer\s+[^\s"',;]{4,}|\b(?:gsk|xai|hf|ghp|gho|glpat|AIza)[_-]?[A-Za-z0-9_-]{16,}|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/g;

/** User and password within a URL. */
const URL_CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@"'<>]+@/gi;

/** Query parameters whose names say that they are secret. */
const SECRET_QUERY = /([?&](?:[\w-]*(?:key|token|secret|signature|password|sig|auth)[\w-]*)=)[^\s&#"'<>]+/gi;

/** Replaces what looks like a key or a password, and the given secrets, by asterisks. */
export function maskSecrets(text: string, secrets: readonly string[] = []): string {
  let masked = text;
  for (const secret of secrets) {
    if (secret.length >= 3) masked = masked.replaceAll(secret, '***');
  }
  return masked.replace(URL_CREDENTIALS, '$1***@').replace(SECRET_QUERY, '$1***').replace(KEY_LIKE, '***');
}

/** A URL fit to be shown: without user, password, secret-looking query values and fragment. */
export function displayUrl(url: string): string {
  const fragment = url.indexOf('#');
  return maskSecrets(fragment < 0 ? url : url.slice(0, fragment));
}

/** Cuts a text to a length, with an ellipsis. */
export function cutText(text: string, maxLength = MAX_MESSAGE_LENGTH): string {
  return text.length < maxLength ? text : `${text.slice(0, maxLength - 2)}…`;
}
