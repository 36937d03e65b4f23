import { hidePrompts } from './hide-prompt.js';
import { secretHider } from './hide-secrets.js';
import { displayUrl, safeText } from './redact.js';
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

/**
 * Makes texts of a server or a library safe to show, which quote the request in errors. Hides the prompts of the request, the values of its
 * headers, and the values in the query of its URL.
 */
export class RequestHider {
  /** Replaces the secrets of the request in a text with `***`. */
  readonly hideSecrets: (text: string) => string;
  readonly #request: SentRequest;
  #body: unknown;

  constructor(request: SentRequest) {
    this.#request = request;
    this.hideSecrets = secretHider(requestSecrets(request.url, request.headers));
  }

  /** Returns the beginnings of texts without the prompts of the request. They are searched together, since a prompt may be long. */
  hidePrompts(texts: readonly string[]): string[] {
    // Parsed only for texts that may quote it.
    this.#body ??= parsed(this.#request.body);
    return hidePrompts(texts.map(readable), this.#body);
  }

  /** Returns one text in a form that is safe to show, truncated to less than a length. */
  showOne(text: string, maxLength: number): string {
    return safeText(this.hideSecrets(this.hidePrompts([text]).join('')), maxLength);
  }
}

/** Maximum length of the target of a redirect. */
const MAX_TARGET = 150;

/** Returns the URL that a server sent, such as the target of a redirect, in a form that is safe to show. It may quote the request too. */
export function displayTarget(target: string, request: SentRequest): string {
  return new RequestHider(request).showOne(displayUrl(target), MAX_TARGET);
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
  return text.slice(0, Math.max(text.lastIndexOf(' ', MAX_READ), MAX_READ - MAX_WORD));
}
