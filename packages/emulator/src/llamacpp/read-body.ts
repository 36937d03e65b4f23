import { jsonErrorPlace } from '../shared/json/json-error.js';
import { isRecord } from '../shared/json/read-json.js';
import type { JsonRecord } from '../shared/json/read-json.js';
import { readLimit } from '../shared/openai/read-request.js';
import type { Exchange } from '../shared/server/exchange.js';
import { LlamaRefusal } from './llama-refusal.js';

/**
 * Returns the request body as a JSON object and ignores its Content-Type. Refuses invalid JSON with a message that
 * begins like that of the nlohmann JSON library.
 */
export function readBody({ record }: Exchange): Record<string, unknown> {
  const { body, rawBody } = record;
  if (isRecord(body)) return body;
  if (body !== undefined) {
    throw new LlamaRefusal(400, '[json.exception.type_error.302] type must be object');
  }
  throw new LlamaRefusal(400, syntaxError(rawBody));
}

/** Returns a message about invalid JSON that begins like that of the nlohmann JSON library. */
export function syntaxError(text: string): string {
  if (text === '') {
    const hint = 'check that your input string or stream contains the expected JSON';
    return `[json.exception.parse_error.101] parse error at line 1, column 1: attempting to parse an empty input; ${hint}`;
  }
  const place = jsonErrorPlace(text);
  const read = text.slice(0, place === undefined ? text.length : place.position + 1);
  const lines = read.split('\n');
  const at = `line ${lines.length}, column ${(lines.at(-1) ?? '').length + (place === undefined ? 1 : 0)}`;
  const what = place?.inKey === true ? 'object key' : 'value';
  const found = place === undefined ? 'unexpected end of input' : `invalid literal; last read: '${read.slice(-20)}'`;
  return `[json.exception.parse_error.101] parse error at ${at}: syntax error while parsing ${what} - ${found}`;
}

/** Reads the token limit of a reply, under any of its three names. */
export function readMaxTokens(body: JsonRecord): number {
  return readLimit(body['max_tokens'] ?? body['max_completion_tokens'] ?? body['n_predict']);
}
