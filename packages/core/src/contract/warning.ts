/**
 * A problem that did not fail the call. Codes are stable across releases:
 *
 * - `feature_dropped`: a setting was left out because the route or the model does not support it or its value, or a load did not call `onProgress`
 * - `model_mismatch`: a model other than the requested one generated the response
 * - `context_length_mismatch`: the model runs with a context length other than the requested one, or the one with which it was loaded
 * - `prompt_truncated`: the server seems to have removed a part of the prompt that exceeded the context
 * - `history_trimmed`: messages were left out, so that the prompt fits the context of the model
 * - `stream_resumed`: the connection closed mid-stream and the stream was resumed
 * - `data_skipped`: a part of the response was skipped, because it does not have the expected form
 * - `empty_response`: the response lacks its content, the requested JSON or its tool call, although the call did not fail
 * - `reasoning_not_sent`: the reasoning of an earlier message was not sent, because the name of the server's field is not known
 * - `reasoning_tag_missing`: with the option `reasoningTags`, the text has only one of the two tags of its reasoning
 * - `tool_images_moved`: the images of tool results were sent in a user message after them, because the server is not known to accept them there
 * - `text_not_collected`: the response has no text because the option `collect` is false
 * - `tools_emulated`: the model received the tools as text, and its response was held to a JSON Schema of their calls
 * - `schema_adapted`: the server does not hold the model to every keyword of the schema, so the object was validated against the rest afterwards
 * - `schema_unbounded`: the schema has strings or arrays without a maximum length, which small models may never end
 * - `object_repaired`: a response was not a valid object, and the model corrected it in a later one
 * - `max_steps_reached`: `runTools` ended after `maxSteps` steps, although the model had called tools in the last one
 * - `insecure_key`: the API key was sent over plain http to a host that is neither loopback nor private
 *
 * Providers may add codes of their own.
 */
export interface Warning {
  /** Kind of the warning. */
  readonly code:
    | 'feature_dropped'
    | 'model_mismatch'
    | 'context_length_mismatch'
    | 'prompt_truncated'
    | 'history_trimmed'
    | 'stream_resumed'
    | 'data_skipped'
    | 'empty_response'
    | 'reasoning_not_sent'
    | 'reasoning_tag_missing'
    | 'tool_images_moved'
    | 'text_not_collected'
    | 'tools_emulated'
    | 'schema_adapted'
    | 'schema_unbounded'
    | 'object_repaired'
    | 'max_steps_reached'
    | 'insecure_key'
    | (string & {});
  /** Human-readable description, in one sentence. */
  readonly message: string;
  /** Name of the feature or setting, if there is one. */
  readonly feature?: string | undefined;
}
