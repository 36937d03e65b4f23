import type { ProviderMetadata } from './provider-metadata.js';
import type { SchemaInput } from './standard-schema.js';

/** A function that the model may call. The caller runs it. */
export interface ToolDefinition {
  /** Name of the tool. OpenAI accepts up to 64 letters, digits, `_` and `-`. */
  readonly name: string;
  /** Description of the tool and of when to use it. The model reads it. */
  readonly description?: string | undefined;
  /** Schema of the arguments, which are an object. If unset, the tool has no arguments. */
  readonly parameters?: SchemaInput | undefined;
  /**
   * Set to true to request strict adherence to the schema, if the server supports it. OpenAI's strict mode requires that every field is
   * required. A schema that it does not support is an `invalid_request`. If unset, not sent.
   */
  readonly strict?: boolean | undefined;
}

/**
 * Controls whether the model calls a tool. `auto` lets the model decide, `none` disables tool calls, `required` requires at least one call,
 * and `{ name }` requires a call of that tool.
 */
export type ToolChoice = 'auto' | 'none' | 'required' | { readonly type?: 'tool' | undefined; readonly name: string };

/** A tool call of the model. */
export interface ToolCall {
  /** Identifies the call within the conversation. lmux generates an id if the server sends none. */
  readonly id: string;
  /** Name of the tool. Empty if the server sent none. `parseError` then says so. */
  readonly name: string;
  /** Arguments as the server sent them: a string that should contain a JSON object. */
  readonly arguments: string;
  /**
   * Parsed `arguments`, which are an object. `{}` if they are empty or `null`. An object that the server encoded twice, as a JSON string, is
   * unwrapped. `undefined` if there is a `parseError`.
   */
  readonly input: unknown;
  /**
   * Reason why the call cannot be run: `arguments` are not valid JSON or not an object, or the call has no name. Absent if the call is valid.
   * Never contains the arguments themselves, so it can be logged. Send it back as the result of the call, so that the model can correct
   * itself.
   */
  readonly parseError?: string | undefined;
  /** State of the server that belongs to the call, such as a signature. Pass it back unchanged. Absent if there is none. */
  readonly providerMetadata?: ProviderMetadata | undefined;
}

/** A tool call from an earlier turn, as a part of the history. A `ToolCall` can be passed as it is. */
export interface ToolCallInput {
  /** Id of the call, from the response of the model. */
  readonly id: string;
  /** Name of the tool. An empty name is sent as `unknown_tool`. */
  readonly name: string;
  /**
   * Arguments as the model generated them. A JSON object is sent unchanged, except that U+FFFD replaces halves of surrogate pairs. Many servers
   * reject anything else in the history. Empty arguments and `null` are sent as `{}`, an object that was encoded twice is unwrapped, and other
   * text is sent as `{ "invalid_arguments": "<text>" }`, in which the model sees what it wrote.
   */
  readonly arguments: string;
  /** State of the server that belongs to the call, from the response of the model. */
  readonly providerMetadata?: ProviderMetadata | undefined;
}

/** A tool call that the server ran itself (plugins, MCP), with its result. */
export interface ToolResult {
  /** The call. */
  readonly toolCall: ToolCall;
  /** Output of the tool, as the server sent it. Absent if the call failed. */
  readonly output?: string | undefined;
  /** Reason why the call could not be run, such as an unknown name or invalid arguments. Absent if the tool ran. */
  readonly failure?: string | undefined;
}
