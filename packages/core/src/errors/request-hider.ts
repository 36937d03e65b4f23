import { hidePrompt } from './hide-prompt.js';
import { secretHider } from './hide-secrets.js';
import { plainText } from './plain-text.js';
import { cutText, maskSecrets } from './redact.js';
import { requestSecrets } from './secret-headers.js';

/** Maximum number of characters of a text that are searched for secrets and prompts. */
const MAX_READ = 4096;

/** A request whose secrets and prompts must not be shown. */
export interface SentRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body before it was serialized to JSON. */
  readonly body: unknown;
}

/** Returns a text in a form that is safe to show. It has at most 4096 characters, or fewer than `maxLength`. */
export type Show = (text: string, maxLength?: number) => string;

/**
 * Returns a function that makes a text of a server or a library safe to show: one line, bounded, without control characters, and without what the
 * request contained, which servers quote in errors: its prompts, the values of its headers, and the values in the query of its URL.
 */
export function requestHider({ url, headers, body }: SentRequest): Show {
  const hideSecrets = secretHider(requestSecrets(url, headers));
  return (text, maxLength = MAX_READ) => {
    const read = readable(text);
    const hidden = hidePrompt(read, body);
    const plain = plainText(hidden);
    // Invisible characters may have split up a quotation.
    const hiddenAgain = plain === hidden ? plain : hidePrompt(plain, body);
    return cutText(maskSecrets(hideSecrets(hiddenAgain)), maxLength);
  };
}

/**
 * Returns the part of a text that is searched and shown, since an event of a stream may be megabytes. A word that would be cut in half is
 * removed, since it may be part of a secret.
 */
function readable(text: string): string {
  return text.length <= MAX_READ ? text : text.slice(0, MAX_READ).replace(/\S{1,512}$/, '');
}
