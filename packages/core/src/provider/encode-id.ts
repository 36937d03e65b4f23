import { LmError } from '../errors/lm-error.js';

/** Maximum length of an id in characters. Servers commonly limit the whole request line to 8 KiB. */
const MAX_LENGTH = 2048;

/** Matches a segment that a server or a proxy may resolve as a relative path, also after it has decoded `%2F` and `%2E`. */
const DOT_SEGMENT = /(?:^|[/\\])(?:\.|%2e){1,2}(?:[/\\]|$)/i;

/** Returns what is wrong with an id without showing it, or `undefined` if it is valid. */
function mistakeIn(id: unknown, place: 'path' | 'query'): string | undefined {
  if (typeof id !== 'string')
    return `must be a string; received ${id === null ? 'null' : `a value of type ${typeof id}`}`;
  if (id === '') return 'must not be empty';
  if (id.length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters; received ${id.length}`;
  if (/\p{Surrogate}/u.test(id)) return 'contains half of a surrogate pair, which a URL cannot contain';
  if (/\p{Cc}/u.test(id)) return 'contains a control character';
  if (place === 'path' && DOT_SEGMENT.test(id)) return 'contains "." or ".." as a path segment';
  return undefined;
}

/**
 * Returns an id in the form in which a URL contains it. Use it for every id in a path or a query, so that no id leads to another path.
 *
 * @param name Name of the parameter, for the error.
 * @param place Part of the URL. A query may contain relative paths, such as the id of a model.
 * @throws `invalid_request` if a URL cannot contain the id, or the server could resolve it to another path. The error does not show the id.
 */
export function encodeId(id: string, name: string, place: 'path' | 'query' = 'path'): string {
  const mistake = mistakeIn(id, place);
  if (mistake === undefined) return encodeURIComponent(id);
  throw new LmError('invalid_request', `"${name}" ${mistake}. Nothing was sent. Pass the id that the server returned.`);
}
