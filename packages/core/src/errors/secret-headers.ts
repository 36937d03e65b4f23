/** Headers whose values say nothing about anybody. */
const PLAIN_HEADERS = new Set(['accept', 'content-type', 'accept-encoding']);

/** Returns whether a header of that name, in lower case, may carry a credential. Only names that cannot are known not to. */
export function isSecretHeader(name: string): boolean {
  return !PLAIN_HEADERS.has(name);
}

/** Returns the values that must never be shown: whole, a credential without its scheme, and what is behind the encoding of `Basic`. */
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
