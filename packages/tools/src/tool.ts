import type { JsonObject, ToolCall, ToolDefinition } from '@lmux/core';
import type { ObjectSchema } from '@lmux/core/provider/streams';

/** What a tool receives with its input. */
export interface ToolRunContext {
  /** Aborted when the result is no longer wanted: the stream was aborted or closed, or the time of the tool is over. */
  readonly signal: AbortSignal;
  /** The call of the model. */
  readonly toolCall: ToolCall;
  /** Reports progress to the application, as a `tool-run-progress` event. The value may be anything. Ignored once the tool has ended. */
  readonly progress: (value: unknown) => void;
}

/** A tool that the model may call, with the function that runs it. */
export interface Tool<Input = never, Output = unknown> extends ToolDefinition {
  /** Runs the tool. Its result is sent to the model, see `toolMessage`. Without it, the call is handed to the caller. */
  readonly run?: ((input: Input, context: ToolRunContext) => Output | Promise<Output>) | undefined;
}

/** Tools that may change while they are in use. `runTools` reads them before each step. */
export interface ToolSource {
  /** Returns the tools of now. */
  tools(): readonly Tool[] | Promise<readonly Tool[]>;
}

/** The input of a tool with no or any parameters. */
type PlainInput<Parameters> = [Parameters] extends [undefined] ? Record<string, never> : Record<string, unknown>;

/**
 * The type of the input of a tool, by its parameters: what a Standard Schema validates, an object with unknown fields for JSON Schema, and an
 * empty object without parameters.
 */
export type ToolInput<Parameters> = Parameters extends {
  readonly '~standard': { readonly types?: infer Types };
}
  ? Extract<Types, { readonly output: unknown }>['output']
  : PlainInput<Parameters>;

/** The description of a tool, and the function that runs it. */
export interface ToolInit<Parameters, Output> extends Omit<ToolDefinition, 'parameters'> {
  /**
   * Schema of the input, which is an object. A Standard Schema, such as one of Zod, also validates the input. JSON Schema does not. If unset,
   * the tool has no parameters, and its input is an empty object.
   */
  readonly parameters?: Parameters | undefined;
  /** Runs the tool. Its result is sent to the model, see `toolMessage`. Without it, the call is handed to the caller. */
  readonly run?: ((input: ToolInput<Parameters>, context: ToolRunContext) => Output | Promise<Output>) | undefined;
}

/**
 * Returns a tool whose `run` receives a typed input, for `runTools`. `runTools` checks it.
 *
 * @example
 * ```ts
 * const getWeather = tool({
 *   name: 'get_weather',
 *   description: 'Get the current weather of a city.',
 *   parameters: z.object({ city: z.string() }),
 *   run: ({ city }, { signal }) => fetchWeather(city, { signal }),
 * });
 * ```
 */
export function tool<Parameters extends ObjectSchema | JsonObject | undefined = undefined, Output = unknown>(
  init: ToolInit<Parameters, Output>,
): Tool<ToolInput<Parameters>, Output> {
  return init;
}
