import { isKeyName } from './is-key-name.js';

/** Headers that never contain a credential. */
const PLAIN_HEADERS = new Set(['accept', 'content-type', 'accept-encoding']);

/** Returns true if a header with this lower-case name may contain a credential. Every header that is not known to be safe may. */
export function isSecretHeader(name: string): boolean {
  return !PLAIN_HEADERS.has(name);
}

/** Matches the schemes of `Authorization` that are followed by a credential. */
const SCHEME = /^(?:bearer|basic|token|key|api-?key|digest|negotiate)$/i;

/**
 * Matches values that documentation recommends for servers without authentication, such as "lm-studio", "ollama" and "EMPTY". They are not
 * secret, and hiding them would garble messages.
 */
const PLACEHOLDER =
  /^(?:lm[-_]?studio|ollama|llama|vllm|local(?:host)?|default|empty|none|null|nil|n\/a|true|false|undefined|test|dummy|fake|unused|any(?:thing)?|placeholder|secret|password|token|bearer|basic|(?:(?:no|api|my|your)[-_]?)*key|not[-_](?:needed|required)|no[-_]auth|(?:sk-)?no[-_]key[-_](?:needed|required)|x+)$/i;

/** Returns true for a value of a key that is empty or a placeholder, with or without a scheme. */
export function isPlaceholder(value: string): boolean {
  const [scheme = '', ...rest] = value.trim().split(' ');
  const key = SCHEME.test(scheme) ? (rest.at(-1) ?? '') : value.trim();
  return key === '' || PLACEHOLDER.test(key);
}

/** Returns true for a value that is worth hiding. A shorter one would be found everywhere. */
function isSecret(value: string): boolean {
  return value.length >= 4 && !PLACEHOLDER.test(value);
}

/** Returns the values that must never be shown: each complete value, its credential without the scheme, and the decoded credentials of `Basic`. */
export function secretValues(headers: Readonly<Record<string, string>>): string[] {
  const values = Object.entries(headers).flatMap(([name, value]) =>
    isSecretHeader(name) ? secretsIn(name, value) : [],
  );
  return [...new Set(values)];
}

function secretsIn(name: string, value: string): string[] {
  const [scheme = '', ...rest] = value.split(' ');
  if (!SCHEME.test(scheme)) {
    // A credential may be one of several, such as cookies or the parts of a signature.
    const parts = isKeyName(name) ? value.split(/[\s,;]+|(?<=\w)="?(?=[^=])/) : [];
    return [value, ...parts.filter((part) => part.length >= 8)].filter(isSecret);
  }
  const credential = rest.at(-1) ?? scheme;
  const decoded = /^basic$/i.test(scheme) ? fromBase64(credential) : '';
  const password = decoded.slice(decoded.indexOf(':') + 1);
  return isSecret(credential) ? [value, credential, decoded, password].filter(isSecret) : [];
}

/** Parameters of lmux's own calls that errors must show, such as the model that does not exist. */
const PLAIN_PARAMETER = /^(?:model|from|reload)=/;

/** Returns true if a parameter of a query, with its name and `=`, never contains a credential. Every other one may. */
export function isPlainParameter(parameter: string): boolean {
  return PLAIN_PARAMETER.test(parameter);
}

/** Returns the values in the query of a URL, as they are written. The escapes do not matter, except for `+`, which means a space. */
function queryValues(url: string): string[] {
  const query = url.indexOf('?');
  if (query < 0) return [];
  return url
    .slice(query + 1)
    .split(/[#&]/)
    .filter((parameter) => !isPlainParameter(parameter))
    .map((parameter) => parameter.slice(parameter.indexOf('=') + 1))
    .flatMap((value) => (value.includes('+') ? [value, value.replaceAll('+', ' ')] : [value]))
    .filter(isSecret);
}

/** Returns a value without the host of the server, which is not secret, in `origin`, `referer`, `x-forwarded-for` and other headers. */
function withoutHost(value: string, host: string): string[] {
  const parts = host === '' ? [value] : value.split(host);
  const last = parts.length - 1;
  const isPartOfName = parts.some(
    (part, index) => (index < last && /[\w.-]$/.test(part)) || (index > 0 && /^[\w-]|^\.\w/.test(part)),
  );
  return isPartOfName ? [value] : parts;
}

/**
 * Returns the values of a request that must never be shown: those of its headers and of the query of its URL. The host of the server is none of
 * them, also if a header without a credential contains it.
 */
export function requestSecrets(url: string, headers: Readonly<Record<string, string>>): string[] {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  const values = Object.entries(headers).flatMap(([name, value]) =>
    isKeyName(name)
      ? secretValues({ [name]: value })
      : withoutHost(value, host).flatMap((part) => secretValues({ [name]: part })),
  );
  return [...new Set([...values, ...queryValues(url)])];
}

/** A shorter value of another header, such as the name of a tenant, may be a part of an id by chance. */
const MIN_ECHOED_VALUE = 12;

/**
 * Returns the values of a request that must not be shown where a server echoes them in a code, a type, an id or a header. Programs compare these, so
 * a short value of a header that contains no credential, such as the name of a plan, is none of them.
 */
export function echoedSecrets(url: string, headers: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(headers).filter(
    ([name, value]) =>
      isKeyName(name) ||
      // An application may send an id of its own, which the server returns. It is not a secret.
      (value.length >= MIN_ECHOED_VALUE && !/request-id|correlation-id|^traceparent$|^user-agent$/.test(name)),
  );
  return requestSecrets(withoutPlainVersion(url), Object.fromEntries(entries));
}

/** Returns a URL without the version of Azure's API in its query, which its responses repeat. */
function withoutPlainVersion(url: string): string {
  return url.replace(/(?<=[?&])api-version=[\w.-]*/, '');
}

function fromBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.codePointAt(0) ?? 0));
  } catch {
    return '';
  }
}
