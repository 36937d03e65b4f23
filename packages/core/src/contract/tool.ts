import type { SchemaInput } from './standard-schema.js';

/** A function that the model may ask the caller to run. */
export interface ToolDefinition {
  /** Name by which the model calls it. OpenAI allows letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  /** What the tool does and when to use it; the model reads this. */
  readonly description?: string | undefined;
  /** Schema of its arguments, an object. Absent means a tool without arguments. */
  readonly parameters?: SchemaInput | undefined;
  /** Ask the server to hold the model to the schema exactly, where it can. Unset: not sent. */
  readonly strict?: boolean | undefined;
}

/**
 * Whether the model must, may or must not call a tool: `auto` lets it choose, `none` forbids, `required` asks for at
 * least one call, `{ name }` asks for that tool.
 */
export type ToolChoice = 'auto' | 'none' | 'required' | { readonly type?: 'tool' | undefined; readonly name: string };

/** One call of a tool that the model asks for. */
export interface ToolCall {
  /** Identifies the call within the conversation; made up by lmux where a server sends none. */
  readonly id: string;
  /** Name of the tool. */
  readonly name: string;
  /** Arguments as the server sent them: a string that should hold JSON. */
  readonly arguments: string;
  /** `arguments` parsed. `undefined` when they are not valid JSON; then `parseError` says why. */
  readonly input: unknown;
  /** Why `arguments` could not be parsed; absent when they could. Never holds the arguments themselves. */
  readonly parseError?: string | undefined;
}

/** A tool call of an earlier turn, sent back as history. A `ToolCall` fits as it is. */
export interface ToolCallInput {
  /** The id that the model gave the call. */
  readonly id: string;
  /** Name of the tool. */
  readonly name: string;
  /** Arguments as the model wrote them. */
  readonly arguments: string;
}

/** A tool that the server ran itself (plugins, MCP), with what came out. */
export interface ToolResult {
  /** The call that was run. */
  readonly toolCall: ToolCall;
  /** What the tool gave, as the server sent it. Absent when it failed. */
  readonly output?: string | undefined;
  /** Why it could not be run: an unknown name, arguments that do not fit. Absent when it ran. */
  readonly failure?: string | undefined;
}
