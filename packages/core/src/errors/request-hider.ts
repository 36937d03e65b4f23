import { hidePrompt } from './hide-prompt.js';
import { secretHider } from './hide-secrets.js';
import { plainText } from './plain-text.js';
import { cutText, displayUrl, maskSecrets } from './redact.js';
import { requestSecrets } from './secret-headers.js';

/** Maximum number of characters of a text that are searched for secrets and prompts. */
const MAX_READ = 4096;

/** A request whose secrets and prompts must not be shown. */
export interface SentRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body, also as JSON, which a transport has. */
  readonly body: unknown;
}

/** Returns texts in a form that is safe to show. Each has fewer than 4096 characters. */
export type Show = (texts: readonly string[]) => string[];

/**
 * Returns a function that makes texts of a server or a library safe to show: one line, bounded, without control characters, and without what the
 * request contained, which servers quote in errors: its prompts, the values of its headers, and the values in the query of its URL.
 */
export function requestHider({ url, headers, body: sent }: SentRequest): Show {
  const hideSecrets = secretHider(requestSecrets(url, headers));
  const body = parsed(sent);
  return (texts) => {
    const hidden = withoutPrompts(texts.map(readable), body);
    const plain = hidden.map(plainText);
    // Invisible characters may have split up a quotation.
    const isSplit = plain.some((text, at) => text !== hidden[at]);
    const shown = isSplit ? withoutPrompts(plain, body) : plain;
    return shown.map((text) => cutText(maskSecrets(hideSecrets(text)), MAX_READ));
  };
}

function withoutPrompts(texts: readonly string[], body: unknown): string[] {
  return texts.map((text) => hidePrompt(text, body));
}

/** Maximum length of the target of a redirect. */
const MAX_TARGET = 150;

/** Returns the URL that a server sent, such as the target of a redirect, in a form that is safe to show. It may quote the request too. */
export function displayTarget(target: string, request: SentRequest): string {
  const shown = displayUrl(target);
  let decoded = shown;
  try {
    decoded = decodeURI(shown);
  } catch {
    // A URL may contain a "%" that escapes nothing.
  }
  return cutText(requestHider(request)([decoded]).join(''), MAX_TARGET);
}

function parsed(body: unknown): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : body;
  } catch {
    return undefined;
  }
}

/** Maximum length of a word that is removed because it would be cut in half. */
const MAX_WORD = 512;

/**
 * Returns the part of a text that is searched and shown, since an event of a stream may be megabytes. A word that would be cut in half is
 * removed, since it may be part of a secret.
 */
function readable(text: string): string {
  if (text.length <= MAX_READ) return text;
  let end = MAX_READ;
  while (end > MAX_READ - MAX_WORD && /\S/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
