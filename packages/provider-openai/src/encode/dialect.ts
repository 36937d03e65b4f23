/**
 * The field of an assistant message from which a server reads the reasoning. `thinking` is a content part before the text, in Mistral's form.
 * `none` means that the server reads no reasoning.
 */
export type ReasoningField = 'reasoning_content' | 'reasoning' | 'reasoning_text' | 'cot_summary' | 'thinking' | 'none';

/** A field for the token limit of a chat. */
export type MaxTokensField = 'max_tokens' | 'max_completion_tokens';

/**
 * Where a server accepts the images of tool results: in the results (`tool`), in a user message directly after the results (`user`), or in a
 * user message that must follow an assistant message (`user-after-assistant`).
 */
export type ToolImages = 'tool' | 'user' | 'user-after-assistant';

/** Differences in the requests that OpenAI-compatible servers accept. */
export interface Dialect {
  /**
   * Field for the token limit of a chat. OpenAI's newer models reject `max_tokens`, and many other servers know only that one. `by_model`
   * means that the name of the model tells the field.
   */
  readonly maxTokensField: MaxTokensField | 'by_model';
  /** Content of an assistant message with tool calls and no text: `null`, an empty string, or none. Default: `null`. */
  readonly toolCallContent?: 'null' | 'empty' | 'omit' | undefined;
  /** True if `strict` requires a schema in the form of OpenAI's strict mode. Such schemas are adapted or rejected. Default: false. */
  readonly strictSchemas?: boolean | undefined;
  /** True if the tool choice can be an object that names a tool. Otherwise only that tool is sent, with the tool choice `required`. */
  readonly toolChoiceObjects: boolean;
  /** True if the server rejects `json_object`. A schema that accepts any object is then sent instead. */
  readonly jsonObjectAsSchema: boolean;
  /** The `reasoning_effort` for `reasoning: 'on'`. Default: `medium` for models of OpenAI that do not reason by default, otherwise none is sent. */
  readonly reasoningOn?: string | undefined;
  /** True if `ttlSeconds` is sent as `ttl`. */
  readonly ttl: boolean;
  /** Field for the reasoning of earlier messages, whatever field it came from. Default: the field that it came from. */
  readonly reasoningField?: ReasoningField | undefined;
  /**
   * Field for reasoning without a remembered field, such as text of the application or of another server. Default: not known, so that the
   * reasoning is not sent.
   */
  readonly defaultReasoningField?: ReasoningField | undefined;
  /**
   * Where the images of tool results are sent. Default: `user-after-assistant` for Mistral's models and `user` for others, because OpenAI's API
   * has only text in tool results (https://platform.openai.com/docs/api-reference/chat/create).
   */
  readonly toolImages?: ToolImages | undefined;
  /** False if blocks and signatures of the reasoning are not sent back either. Default: true. */
  readonly reasoningState?: boolean | undefined;
}

/** The dialect that most servers accept. */
export const GENERAL_DIALECT: Dialect = {
  maxTokensField: 'max_tokens',
  toolChoiceObjects: true,
  jsonObjectAsSchema: false,
  ttl: false,
};
