import { asRecord, tryParseJson } from '../json/read-json.js';

const DATA = 'data: ';

/** Empties `choices` in a JSON body. Removes an event of a stream that has `choices`. Returns any other text unchanged. */
export function withoutChoices(text: string): string {
  const isEvent = text.startsWith(DATA);
  const value = asRecord(tryParseJson(isEvent ? text.slice(DATA.length) : text));
  if (!Array.isArray(value['choices'])) return text;
  if (isEvent) return '';
  // Keeps the indentation of the server.
  return JSON.stringify({ ...value, choices: [] }, null, text.startsWith('{\n') ? 2 : undefined);
}
