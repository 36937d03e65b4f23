import { readArray, readObject, readText } from '../json/read-json.js';

/**
 * Fields of a body with a wait in seconds.
 *
 * - `retry_after`: Replicate (nodetool-ai/nodetool issue 5196), and Cloudflare in its own errors (orchidfiles/ungate issue 28)
 * - `resets_in_seconds`: the usage limits of ChatGPT plans (earendil-works/pi issue 4172)
 * - `estimated_time`: Hugging Face, while a model is loaded (huggingface/transformers issue 23793)
 */
const WAIT_FIELDS = ['retry_after', 'resets_in_seconds', 'estimated_time'] as const;

/** Returns a number as text, and a non-empty text unchanged. */
function numeral(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : readText(value);
}

/** Returns the wait in a body, in the form of a `retry-after`. */
function waitIn(body: Record<string, unknown>): string | undefined {
  // Google's `RetryInfo`: https://cloud.google.com/apis/design/errors#error_details
  const delays = readArray(body['details']).map((detail) => readText(readObject(detail)['retryDelay']));
  return [...delays, ...WAIT_FIELDS.map((field) => numeral(body[field]))].find((wait) => wait !== undefined);
}

/**
 * Returns the headers about a wait that are in the body of an error: those of the server behind OpenRouter in `metadata.headers`
 * (dirge-code/dirge pull request 719), and the wait in a field of the body as `retry-after`. Returns `undefined` if there are none.
 */
export function headersIn(body: Record<string, unknown>): Readonly<Record<string, string>> | undefined {
  const { headers } = readObject(body['metadata']);
  const entries = Object.entries(readObject(headers)).flatMap(([name, value]) => {
    const text = numeral(value);
    return text === undefined ? [] : [[name.toLowerCase(), text] as const];
  });
  const wait = waitIn(body);
  if (wait !== undefined) entries.push(['retry-after', wait]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
