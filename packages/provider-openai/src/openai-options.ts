import { LmError, type JsonObject } from '@lmux/core/provider';
import type { Dialect } from './encode/dialect.js';

/** `config.options` of the provider: for servers that differ from what is assumed. */
export interface OpenAIOptions {
  /** What stands between the base URL and the routes. Default `/v1`, unless the base URL has a version in its path. */
  readonly apiPath?: string | undefined;
  /** Header that carries the key. Default `authorization`, with the scheme `Bearer`; Azure's is `api-key`. */
  readonly apiTokenHeader?: string | undefined;
  /** Field that limits a chat's tokens. Default `max_tokens`; `max_completion_tokens` at api.openai.com. */
  readonly maxTokensField?: Dialect['maxTokensField'] | undefined;
  /** Whether the usage of streams is requested. Default true; `false` for servers that refuse `stream_options`. */
  readonly includeUsage?: boolean | undefined;
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

/** What each option may be. */
const OPTIONS: {
  readonly [Key in keyof OpenAIOptions]-?: { readonly allowed: string; readonly fits: (value: unknown) => boolean };
} = {
  apiPath: { allowed: 'text such as "/api/v1", or "" for none', fits: isString },
  apiTokenHeader: { allowed: 'the name of a header', fits: isString },
  maxTokensField: {
    allowed: '"max_tokens" or "max_completion_tokens"',
    fits: (value) => value === 'max_tokens' || value === 'max_completion_tokens',
  },
  includeUsage: { allowed: 'true or false', fits: (value) => typeof value === 'boolean' },
};

/** Keys that `config.options` may have. */
export const OPTION_KEYS = Object.keys(OPTIONS);

/** Reads `config.options`. Rejects with `config_invalid` what does not fit; unknown keys are the client's business. */
export function readOpenAIOptions(options: JsonObject = {}): OpenAIOptions {
  for (const [key, { allowed, fits }] of Object.entries(OPTIONS)) {
    const value = options[key];
    if (value === undefined || fits(value)) continue;
    throw new LmError(
      'config_invalid',
      `options.${key} is ${value === null ? 'null' : typeof value}; allowed is ${allowed}.`,
    );
  }
  return options;
}
