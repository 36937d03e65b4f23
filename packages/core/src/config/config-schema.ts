import type { RetryOptions, Timeouts } from '../contract/call-options.js';
import type { Limits } from '../contract/client-config.js';
import { LIMITS, RETRY, TIMEOUTS } from '../validate/config-fields.js';
import type { LmuxConfig, ProviderConfig } from './lmux-config.js';
import { LMUX_CONFIG, NAME, PACKAGE, PROVIDER_CONFIG, VARIABLE } from './lmux-config-fields.js';
import { definition, objectOf, type Fields, type Schema } from './schema-of-checks.js';

// Only `npm run docs` and tests read this file, so that no bundle contains the descriptions.

const TIMEOUT_FIELDS: Fields<Timeouts> = {
  timeout: {
    description: 'Short for firstByte, idle and total at once; one that is set beside it wins. 0 waits for ever.',
  },
  connect: { description: 'Until the connection stands. Default 10000.' },
  firstByte: { description: "From sending to the answer's status line and headers. Default 300000." },
  idle: { description: 'Without a byte, once the answer has begun. Default 300000.' },
  eventIdle: {
    description: 'Without an event of a stream, though bytes such as keep-alive comments may come. Default 0: off.',
  },
  total: {
    description: 'The whole call with its retries. Default 300000; 0 (off) for streams, loads and downloads.',
  },
};

const RETRY_FIELDS: Fields<RetryOptions> = {
  maxRetries: { description: 'How often a call is repeated at most. Default 2; 0 never repeats.' },
  baseDelayMs: { description: 'First wait in milliseconds; doubles each time, with full jitter. Default 500.' },
  maxDelayMs: { description: 'Longest single wait in milliseconds, also for what a server asks. Default 30000.' },
  budgetMs: { description: 'Milliseconds that all waits together may take. Default 60000.' },
};

const LIMIT_FIELDS: Fields<Limits> = {
  maxBodyBytes: { description: 'Largest JSON body. Default 268435456 (256 MiB).' },
  maxEventBytes: { description: 'Largest event of a stream, and its longest line. Default 16777216 (16 MiB).' },
};

const HEADERS: Schema = {
  type: 'object',
  propertyNames: { pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" },
  additionalProperties: {
    description: 'Value of the header.',
    anyOf: [definition('headerValue'), definition('environmentReference')],
  },
};

const FROM_ENV = {
  const: true,
  description: 'Take HTTP_PROXY, HTTPS_PROXY and NO_PROXY from the environment.',
};

const PROXY: Schema = {
  anyOf: [
    { type: 'object', required: ['url'], additionalProperties: false, properties: { url: definition('httpUrl') } },
    { type: 'object', required: ['fromEnv'], additionalProperties: false, properties: { fromEnv: FROM_ENV } },
    definition('environmentReference'),
  ],
};

const PROVIDER_FIELDS: Fields<ProviderConfig> = {
  use: {
    description: 'Id of the provider, one of those that the plugins register.',
    text: { anyOf: [{ enum: ['lmstudio', 'openai'] }, { type: 'string', minLength: 1 }] },
  },
  baseUrl: {
    description:
      "Where the server listens, with or without a trailing slash and with or without /v1. Default: the provider's.",
    text: definition('httpUrl'),
  },
  apiToken: {
    description: 'Key for the server; none is sent when unset. Better { "env": "NAME" } than the key itself.',
    text: definition('headerValue'),
  },
  headers: { description: 'Headers to add to every request.', object: HEADERS },
  model: { description: 'Model of every call that names none.' },
  embedModel: { description: 'Model of every embed that names none. Default: model.' },
  timeout: {
    description:
      'Short for timeouts.timeout, in milliseconds: sets firstByte, idle and total at once. 0 waits for ever.',
  },
  timeouts: {
    description: 'Clocks of every call, in milliseconds; 0 switches one off.',
    object: objectOf(TIMEOUTS, TIMEOUT_FIELDS),
  },
  retry: {
    description: 'How calls are repeated; a number is maxRetries, false never repeats.',
    object: objectOf(RETRY, RETRY_FIELDS),
  },
  resume: {
    description: 'Whether the stream of a chat is resumed where its connection closed. Default false.',
  },
  onUnsupported: { description: 'What happens to a feature that no route has. Default error.' },
  maxConcurrent: {
    description: 'Most calls that run at once; further ones wait their turn. Default: no limit.',
  },
  limits: { description: 'Largest answers that are taken, in bytes.', object: objectOf(LIMITS, LIMIT_FIELDS) },
  proxy: {
    description: 'Proxy to go through (Node only). Default: none.',
    text: definition('httpUrl'),
    object: PROXY,
  },
  options: { description: "Settings of the provider's own; see its documentation." },
};

const CONFIG_FIELDS: Fields<LmuxConfig> = {
  $schema: {
    description: 'Where editors find this schema: ./node_modules/@lmux/core/schema/lmux.config.schema.json',
  },
  default: {
    description:
      'Name of the provider to use unless told otherwise (LM_PROVIDER tells otherwise). Needed where there are several.',
    text: { type: 'string', minLength: 1 },
  },
  providers: {
    description: 'The providers, by names of your own: letters, digits and "._/-".',
    object: {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: NAME.source },
      additionalProperties: definition('provider'),
    },
  },
  plugins: {
    description: 'Packages to load plugins from: names, or paths that begin with "./", both as seen from this file.',
    list: { type: 'array', items: { type: 'string', pattern: PACKAGE.source.replaceAll('\\/', '/') } },
  },
};

/** Returns the JSON Schema of `lmux.config.json`, made from the checks of the configuration. */
export function configSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'lmux.config.json',
    description: "Language-model servers by names of one's own: which provider serves each, where, with what.",
    ...objectOf(LMUX_CONFIG, CONFIG_FIELDS),
    required: ['providers'],
    if: { required: ['providers'], properties: { providers: { minProperties: 2 } } },
    // oxlint-disable-next-line unicorn/no-thenable
    then: { required: ['default'] },
    definitions: {
      environmentReference: {
        type: 'object',
        description: 'A value that stands in the environment.',
        required: ['env'],
        additionalProperties: false,
        properties: {
          env: {
            type: 'string',
            pattern: VARIABLE.source,
            description: 'Name of the environment variable; read when the client is first used.',
          },
        },
      },
      headerValue: { type: 'string', pattern: '^[\\t\\u0020-\\u007E\\u0080-\\u00FF]*$' },
      httpUrl: {
        type: 'string',
        pattern: '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/?#]+',
        examples: ['http://localhost:1234'],
      },
      provider: { ...objectOf(PROVIDER_CONFIG, PROVIDER_FIELDS), required: ['use'] },
    },
  };
}
