import type { JsonObject } from '../contract/json.js';
import type { ToolCall } from '../contract/tool.js';
import { isObject } from '../json/read-json.js';

/** Arguments that are a JSON object, or the reason why they are not. */
type ParsedArguments =
  | {
      readonly input: JsonObject;
      /** The text of the object, without the strings around it. */
      readonly text: string;
      readonly error?: undefined;
    }
  | { readonly error: string };

/** Maximum number of times that an object may be encoded as a string. Each encoding doubles the backslashes, so servers send one or two. */
const MAX_STRINGS = 8;

/** Read by the model too, if the application returns it as the result of the call. */
const NO_NAME = 'The tool call has no name, so it was not run. Call the tool again, with its name.';

/** Returns the length of a text for messages. */
function sizeOf(text: string): string {
  return text.length === 1 ? '1 character' : `${text.length} characters`;
}

function kindOf(json: unknown): string {
  if (Array.isArray(json)) return 'an array';
  return `a ${typeof json}`;
}

/**
 * Parses the arguments of a tool call. Empty arguments and `null` belong to a tool without parameters and are parsed as `{}`. A JSON string
 * that contains the object is unwrapped, because some models encode their arguments twice (vllm-project/vllm pull request 54964).
 */
export function parseArguments(args: string): ParsedArguments {
  const length = sizeOf(args);
  let text = args;
  for (let strings = 0; strings <= MAX_STRINGS; strings += 1) {
    let json: unknown;
    try {
      json = text.trim() === '' ? null : JSON.parse(text);
    } catch {
      // The message of the parser quotes the text, which comes from the model and may contain the user's data.
      if (strings === 0) return { error: `The arguments are not valid JSON (${length}).` };
      break;
    }
    if (json === null) return { input: {}, text: '{}' };
    if (isObject(json)) return { input: json, text };
    if (typeof json !== 'string') {
      return { error: `The arguments must be a JSON object; received ${kindOf(json)} (${length}).` };
    }
    text = json;
  }
  return { error: `The arguments must be a JSON object; received a string (${length}).` };
}

/**
 * Creates a tool call with parsed arguments. A call without a name or without an object as arguments has a `parseError` in place of its
 * `input`.
 */
export function toToolCall(id: string, name: string, args: string): ToolCall {
  const parsed = name.trim() === '' ? { error: NO_NAME } : parseArguments(args);
  return parsed.error === undefined
    ? { id, name, arguments: args, input: parsed.input }
    : { id, name, arguments: args, input: undefined, parseError: parsed.error };
}
