import type { ToolCall } from '../contract/tool.js';

/**
 * Creates a tool call with parsed arguments. Empty arguments belong to a tool without parameters and are parsed as
 * `{}`.
 */
export function toToolCall(id: string, name: string, args: string): ToolCall {
  if (args.trim() === '') return { id, name, arguments: args, input: {} };
  try {
    return { id, name, arguments: args, input: JSON.parse(args) as unknown };
  } catch {
    // The message of the parser quotes the text, which comes from the model and may contain the user's data.
    const parseError = `The arguments are not valid JSON (${args.length} characters).`;
    return { id, name, arguments: args, input: undefined, parseError };
  }
}
