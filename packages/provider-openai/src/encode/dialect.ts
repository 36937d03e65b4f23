/** Where servers of OpenAI's format differ in what they take. */
export interface Dialect {
  /** The field that limits a chat's tokens. OpenAI's newer models refuse `max_tokens`; most other servers know nothing else. */
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  /** Whether one tool can be demanded by an object. If not, that tool alone is offered, and `required` is sent. */
  readonly toolChoiceObjects: boolean;
  /** Whether `json_object` is unknown; then a schema of any object is sent in its place. */
  readonly jsonObjectAsSchema: boolean;
  /** Whether `ttlSeconds` is sent, as `ttl`. */
  readonly ttl: boolean;
}

/** What most servers take. */
export const GENERAL_DIALECT: Dialect = {
  maxTokensField: 'max_tokens',
  toolChoiceObjects: true,
  jsonObjectAsSchema: false,
  ttl: false,
};
