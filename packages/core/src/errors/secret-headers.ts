/** Headers that never contain a credential. */
const PLAIN_HEADERS = new Set(['accept', 'content-type', 'accept-encoding']);

/** Returns true if a header with this lower-case name may contain a credential. Every header that is not known to be safe may. */
export function isSecretHeader(name: string): boolean {
  return !PLAIN_HEADERS.has(name);
}

/** Returns the values that must never be shown: each complete value, its credential without the scheme, and the decoded credentials of `Basic`. */
export function secretValues(headers: Readonly<Record<string, string>>): string[] {
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (!isSecretHeader(name)) continue;
    const [scheme = '', ...rest] = value.split(' ');
    const credential = rest.at(-1) ?? scheme;
    const decoded = /^basic$/i.test(scheme) ? fromBase64(credential) : '';
    const password = decoded.slice(decoded.indexOf(':') + 1);
    secrets.push(...[value, credential, decoded, password].filter((secret) => secret.length >= 4));
  }
  return secrets;
}

function fromBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.codePointAt(0) ?? 0));
  } catch {
    return '';
  }
}
