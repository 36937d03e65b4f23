import { isObject, readArray, readObject, readText } from '../json/read-json.js';

/**
 * Returns the headers about a wait that are in the body of an error: those of the server behind OpenRouter in `metadata.headers`
 * (dirge-code/dirge pull request 719), and the `retryDelay` of Google's `RetryInfo`
 * (https://cloud.google.com/apis/design/errors#error_details), which has the form of a `retry-after`. Returns `undefined` if there are none.
 */
export function headersIn({
  metadata,
  details,
}: Record<string, unknown>): Readonly<Record<string, string>> | undefined {
  const entries = Object.entries(readObject(readObject(metadata)['headers'])).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name.toLowerCase(), String(value)] as const] : [],
  );
  const delay = readArray(details)
    .filter(isObject)
    .map((detail) => readText(detail['retryDelay']))
    .find((text) => text !== undefined);
  if (delay !== undefined) entries.push(['retry-after', delay]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
