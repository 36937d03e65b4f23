import type { ToolCall } from '../contract/tool.js';

/** A tool call with its arguments parsed. Empty arguments are those of a tool without any: `{}`. */
export function toToolCall(id: string, name: string, args: string): ToolCall {
  if (args.trim() === '') return { id, name, arguments: args, input: {} };
  try {
    return { id, name, arguments: args, input: JSON.parse(args) as unknown };
  } catch {
    // The parser's own message quotes the text, which is the model's and maybe the user's.
    return { id, name, arguments: args, input: undefined, parseError: `not valid JSON (${args.length} characters)` };
  }
}
