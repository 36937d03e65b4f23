import type { JsonObject } from '../contract/json.js';
import type { ToolCallInput } from '../contract/tool.js';
import { jsonText } from '../json/json-text.js';
import { parseArguments } from '../events/parse-arguments.js';

/** A tool call of the history in a form that every server accepts. */
export interface NormalizedToolCall {
  readonly id: string;
  readonly name: string;
  /** The arguments as the text of a JSON object. */
  readonly arguments: string;
  /** The parsed `arguments`. */
  readonly input: JsonObject;
}

/** Servers reject a call without a name. */
const NO_NAME = 'unknown_tool';

/** An escaped surrogate, or half a pair that is not escaped. */
const SURROGATE = /\\u[dD][89a-fA-F]|\p{Surrogate}/u;

/** In the output of `JSON.stringify`, an escaped backslash, or half a surrogate pair. Whole pairs are not escaped there. */
const ESCAPES = /\\\\|\\ud[89a-f][0-9a-f]{2}/g;

/** Returns the JSON with U+FFFD in place of halves of surrogate pairs, which llama-server reports as invalid JSON. */
function withoutHalves(json: string, parsed: JsonObject): string {
  if (!SURROGATE.test(json)) return json;
  const text = jsonText(parsed);
  const replaced = text.replace(ESCAPES, (escape) => (escape === '\\\\' ? escape : '\ufffd'));
  return replaced === text ? json : replaced;
}

/**
 * Normalizes a tool call of an earlier turn, so that its arguments are a JSON object. Many servers reject anything else, and every further
 * turn of the conversation would fail: llama-server with a 500, Ollama with a 400, vLLM with a 400 (vllm-project/vllm issue 47761). An object
 * stays as it is byte for byte, except that U+FFFD replaces halves of surrogate pairs. Empty arguments and `null` become `{}`, an object in a
 * JSON string is unwrapped, and other text is wrapped as `invalid_arguments`, so that the model sees what it wrote. The call itself is not
 * changed.
 */
export function normalizeToolCall({ id, name, arguments: args }: ToolCallInput): NormalizedToolCall {
  const parsed = parseArguments(args);
  const input = parsed.error === undefined ? parsed.input : { invalid_arguments: args };
  const text = parsed.error === undefined ? parsed.text : JSON.stringify(input);
  const sent = withoutHalves(text, input);
  return {
    id,
    name: name.trim() === '' ? NO_NAME : name,
    arguments: sent,
    input: sent === text ? input : (JSON.parse(sent) as JsonObject),
  };
}
