import { LmError, type JsonObject } from '@lmux/core/provider';
import type { Dialect, MaxTokensField, ReasoningField, ToolImages } from './encode/dialect.js';

/** The values of `reasoningField`. */
const REASONING_FIELDS = ['reasoning_content', 'reasoning', 'thinking', 'none'] as const satisfies ReasoningField[];

/** The values of `toolCallContent`. */
const TOOL_CALL_CONTENTS = ['null', 'empty', 'omit'] as const satisfies Dialect['toolCallContent'][];

/** The values of `toolImages`. */
const TOOL_IMAGES = ['tool', 'user', 'user-after-assistant'] as const satisfies ToolImages[];

/** Provider options (`config.options`), for servers that differ from the defaults. */
export interface OpenAIOptions {
  /** Path between the base URL and the endpoints. Default: `/v1`, or none if the path of the base URL contains a version. */
  readonly apiPath?: string | undefined;
  /** Header for the API key. Default: `authorization`, with the scheme `Bearer`. Azure uses `api-key`. */
  readonly apiTokenHeader?: string | undefined;
  /**
   * Field for the token limit of a chat. Default: `max_completion_tokens` for OpenAI, Azure OpenAI, GitHub Copilot, and models of OpenAI that
   * require it, also behind a gateway. `max_tokens` for all others.
   */
  readonly maxTokensField?: MaxTokensField | undefined;
  /**
   * Content of an assistant message with tool calls and no text. `null` sends `null`, `empty` an empty string, and `omit` no content. Default:
   * `empty` for hosts that are known to reject `null`, otherwise `null`.
   */
  readonly toolCallContent?: Dialect['toolCallContent'];
  /**
   * True if the server requires schemas with `strict` in the form of OpenAI's strict mode, such as a gateway to OpenAI. They are then adapted,
   * or rejected before anything is sent. Default: true for OpenAI, Azure OpenAI and Groq, otherwise false.
   */
  readonly strictSchemas?: boolean | undefined;
  /** Set to false for servers that reject `stream_options`. Streams then do not request their usage. Default: true. */
  readonly includeUsage?: boolean | undefined;
  /**
   * Field of an assistant message in which the server reads the reasoning of earlier turns. `thinking` is a content part in Mistral's form.
   * `none` sends neither the text nor the blocks of the reasoning. State of the message and of tool calls, such as `extra_content`, is still
   * sent. Default: the field in which the server sent the reasoning, otherwise the field that its host is known to read. For some hosts, the
   * known field takes precedence.
   */
  readonly reasoningField?: (typeof REASONING_FIELDS)[number] | undefined;
  /**
   * Where the server accepts the images of tool results: `tool` for the results, `user` for a user message after them, `user-after-assistant`
   * for servers that also require an assistant message between them. Default: `user-after-assistant` for Mistral, otherwise `user`.
   */
  readonly toolImages?: ToolImages | undefined;
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

/** The valid values of each option. */
const OPTIONS: {
  readonly [Key in keyof OpenAIOptions]-?: { readonly allowed: string; readonly fits: (value: unknown) => boolean };
} = {
  apiPath: { allowed: 'a path such as "/api/v1", or "" for none', fits: isString },
  apiTokenHeader: { allowed: 'a header name such as "api-key"', fits: isString },
  maxTokensField: {
    allowed: '"max_tokens" or "max_completion_tokens"',
    fits: (value) => value === 'max_tokens' || value === 'max_completion_tokens',
  },
  toolCallContent: {
    allowed: '"null", "empty" or "omit"',
    fits: (value) => TOOL_CALL_CONTENTS.some((content) => content === value),
  },
  strictSchemas: { allowed: 'true or false', fits: isBoolean },
  includeUsage: { allowed: 'true or false', fits: isBoolean },
  reasoningField: {
    allowed: '"reasoning_content", "reasoning", "thinking" or "none"',
    fits: (value) => REASONING_FIELDS.some((field) => field === value),
  },
  toolImages: {
    allowed: '"tool", "user" or "user-after-assistant"',
    fits: (value) => TOOL_IMAGES.some((place) => place === value),
  },
};

/** The keys that `config.options` can have. */
export const OPTION_KEYS = Object.keys(OPTIONS);

/** Describes a value. A string is shown only if it is a word, since it may be a key in the wrong place. */
function shown(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') {
    return /^[a-z_]{1,24}$/i.test(value) ? `"${value}"` : `"***" (${value.length} characters)`;
  }
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Validates `config.options`. Throws `config_invalid` for an invalid value. Unknown keys are checked by the client. */
export function readOpenAIOptions(options: JsonObject = {}): OpenAIOptions {
  for (const [key, { allowed, fits }] of Object.entries(OPTIONS)) {
    const value = options[key];
    if (value === undefined || fits(value)) continue;
    throw new LmError('config_invalid', `"options.${key}" must be ${allowed}; received ${shown(value)}.`);
  }
  return options;
}
