import { Refusal } from '../../shared/http/refusal.js';
import { isRecord } from '../../shared/json/read-json.js';
import { JSON_OBJECT } from '../../shared/engine/json-object.js';

/** `format`: `json`, a schema, or nothing. */
export function readFormat(format: unknown): Record<string, unknown> | undefined {
  if (format === undefined || format === null || format === '') return undefined;
  if (format === 'json') return JSON_OBJECT;
  if (isRecord(format)) return format;
  throw new Refusal(
    500,
    `invalid format: ${JSON.stringify(JSON.stringify(format))}; expected "json" or a valid JSON Schema object`,
  );
}
