import { isRecord } from '../../../shared/json/read-json.js';
import { Refusal } from '../../../shared/http/refusal.js';

/** The schema of `response_format`, if it asks for one. Unlike OpenAI's server, `json_object` is refused. */
export function readSchema(body: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const format = body['response_format'];
  if (format === undefined || format === null) return undefined;
  const type = isRecord(format) ? format['type'] : undefined;
  if (type === 'text') return undefined;
  if (!isRecord(format) || type !== 'json_schema') {
    throw new Refusal(400, "'response_format.type' must be 'json_schema' or 'text'");
  }
  const described = isRecord(format['json_schema']) ? format['json_schema'] : {};
  if (typeof described['name'] !== 'string') throw new Refusal(400, "'response_format.json_schema.name' is required");
  if (!isRecord(described['schema'])) throw new Refusal(400, "'response_format.json_schema.schema' is required");
  return described['schema'];
}
