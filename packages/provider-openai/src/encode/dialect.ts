/** Differences in the requests that OpenAI-compatible servers accept. */
export interface Dialect {
  /** Field for the token limit of a chat. OpenAI's newer models reject `max_tokens`. Most other servers know only that one. */
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  /** True if the tool choice can be an object that names a tool. Otherwise only that tool is sent, with the tool choice `required`. */
  readonly toolChoiceObjects: boolean;
  /** True if the server rejects `json_object`. A schema that accepts any object is then sent instead. */
  readonly jsonObjectAsSchema: boolean;
  /** True if `ttlSeconds` is sent as `ttl`. */
  readonly ttl: boolean;
}

/** The dialect that most servers accept. */
export const GENERAL_DIALECT: Dialect = {
  maxTokensField: 'max_tokens',
  toolChoiceObjects: true,
  jsonObjectAsSchema: false,
  ttl: false,
};
