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

/** Maximum number of strings around an object. Each encoding doubles the backslashes, so servers send one or two. */
const MAX_STRINGS = 8;

/** Read by the model too, if the application returns it as the result of the call. */
const NO_NAME = 'The tool call has no name, so it was not run. Call the tool again, with its name.';

function kindOf(json: unknown): string {
  if (Array.isArray(json)) return 'an array';
  return `a ${typeof json}`;
}

/**
 * Parses the arguments of a tool call. Empty arguments and `null` belong to a tool without parameters and are parsed as `{}`. A JSON string
 * that contains the object is unwrapped, because some models encode their arguments twice (vllm pull request 54964).
 */
export function parseArguments(args: string): ParsedArguments {
  let text = args;
  for (let strings = 0; strings <= MAX_STRINGS; strings += 1) {
    let json: unknown;
    try {
      json = text.trim() === '' ? null : JSON.parse(text);
    } catch {
      // The message of the parser quotes the text, which comes from the model and may contain the user's data.
      if (strings === 0) return { error: `The arguments are not valid JSON (${args.length} characters).` };
      break;
    }
    if (json === null) return { input: {}, text: '{}' };
    if (isObject(json)) return { input: json, text };
    if (typeof json !== 'string') {
      return { error: `The arguments must be a JSON object; received ${kindOf(json)} (${args.length} characters).` };
    }
    text = json;
  }
  return { error: `The arguments must be a JSON object; received a string (${args.length} characters).` };
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
