import type { RangedSetting } from '../contract/capability.js';
import type { ClientRetryOptions, RetryQuotaOptions, Timeouts } from '../contract/call-options.js';
import type { Limits } from '../contract/client-config.js';
import type { ReasoningTagPair } from '../contract/reasoning-tags.js';
import { CLIENT_RETRY, LIMITS, REASONING_TAG_PAIR, RETRY_QUOTA, TIMEOUTS } from '../validate/config-fields.js';
import type { LmuxConfig, ProviderConfig } from './lmux-config.js';
import { LMUX_CONFIG, NAME, PACKAGE, PROVIDER_CONFIG, VARIABLE } from './lmux-config-fields.js';
import { definition, objectOf, type FieldInfo, type Fields, type Schema } from './schema-of-checks.js';

// Only `npm run docs` and tests read this file, so that no bundle contains the descriptions.

const TIMEOUT_FIELDS: Fields<Timeouts> = {
  timeout: {
    description:
      'Shorthand for queue, firstByte, idle and total. A value for one of these takes precedence. 0 waits indefinitely.',
  },
  queue: { description: 'Time that a call waits until maxConcurrent allows it to start. Default 300000.' },
  connect: { description: 'Time until the connection is established. Default 10000.' },
  firstByte: {
    description: "Time from sending the request to the response's status line and headers. Default 300000.",
  },
  idle: { description: 'Time without a byte once the response has started. Default 300000.' },
  eventIdle: {
    description:
      'Time without an event of a stream, even if bytes such as keep-alive comments arrive. Default 0 (off).',
  },
  consumer: {
    description: 'Time for which the consumer of a stream neither reads it nor closes it. Default 0 (off).',
  },
  total: {
    description:
      'Time for the entire call, including retries. Default 300000, or 0 (off) for streams, loads and downloads.',
  },
};

const QUOTA_FIELDS: Fields<RetryQuotaOptions> = {
  capacity: { description: 'Number of tokens in the full bucket. Default 500.' },
  cost: { description: 'Number of tokens that a retry takes. Default 5.' },
  refill: { description: 'Number of tokens that a successful call returns. Default 1.' },
};

const RETRY_FIELDS: Fields<ClientRetryOptions> = {
  maxRetries: { description: 'Maximum number of retries. Default 2. Set to 0 to disable retries.' },
  baseDelayMs: {
    description: 'First delay in milliseconds. It doubles with each retry, with full jitter. Default 500.',
  },
  maxDelayMs: {
    description:
      'Maximum single delay in milliseconds. Default 30000. If the server requests a longer one, the call fails at once.',
  },
  budgetMs: {
    description:
      'Maximum sum of all delays in milliseconds. The call fails if the next delay would exceed it. Default 60000.',
  },
  quota: {
    description:
      'The retry quota, which all calls of the client share: retries take tokens out of a bucket, successes put some back. false: no quota.',
    object: objectOf(RETRY_QUOTA, QUOTA_FIELDS),
  },
};

const REASONING_TAG_FIELDS: Fields<ReasoningTagPair> = {
  open: { description: 'Tag before the reasoning. Must be set together with close. Default <think>.' },
  close: { description: 'Tag after the reasoning. Must be set together with open. Default </think>.' },
  startsOpen: {
    description:
      'Set to true if the output begins with reasoning, because the chat template writes the opening tag into the prompt. Default false.',
  },
  anywhere: { description: 'Set to true to also recognize the opening tag after other text. Default false.' },
};

const REASONING_TAG_PAIR_SCHEMA = {
  ...objectOf(REASONING_TAG_PAIR, REASONING_TAG_FIELDS),
  dependencies: { open: ['close'], close: ['open'] },
};

const range = (setting: RangedSetting): FieldInfo => ({
  description: `Smallest and largest ${setting} that the server accepts. It replaces the range that the provider declares.`,
});

const LIMIT_FIELDS: Fields<Limits> = {
  maxBodyBytes: { description: 'Maximum size of a JSON body in bytes. Default 268435456 (256 MiB).' },
  maxEventBytes: {
    description: 'Maximum size of an event of a stream and of a line, in bytes. Default 16777216 (16 MiB).',
  },
  maxStreamBytes: { description: 'Maximum size of a whole stream in bytes. Default 1073741824 (1 GiB).' },
  embedInputs: { description: 'Maximum number of texts in one embedding request. Larger inputs are split.' },
  embedBytes: { description: 'Maximum size of all texts in one embedding request, in bytes. Larger inputs are split.' },
  embedConcurrency: { description: 'Maximum number of concurrent requests of one input that is split. Default 4.' },
  temperature: range('temperature'),
  topP: range('topP'),
  topK: range('topK'),
  minP: range('minP'),
  repeatPenalty: range('repeatPenalty'),
  frequencyPenalty: range('frequencyPenalty'),
  presencePenalty: range('presencePenalty'),
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
  description: 'Reads HTTP_PROXY, HTTPS_PROXY and NO_PROXY from the environment.',
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
    description: 'Id of the provider. A plugin must register it.',
    text: { anyOf: [{ enum: ['lmstudio', 'llamacpp', 'ollama', 'openai'] }, { type: 'string', minLength: 1 }] },
  },
  baseUrl: {
    description:
      "Address of the server, with or without a trailing slash or /v1. Default: the provider's, such as http://localhost:1234.",
    text: definition('httpUrl'),
  },
  apiToken: {
    description:
      'API key for the server. If unset, none is sent. Use { "env": "NAME" } to read the key from the environment instead of storing it in this file.',
    text: definition('headerValue'),
  },
  headers: { description: 'Headers to add to every request.', object: HEADERS },
  model: { description: 'Default model.' },
  embedModel: { description: 'Default model for embeddings. Default: model.' },
  timeout: {
    description:
      'Shorthand for timeouts.timeout, in milliseconds. It sets queue, firstByte, idle and total. 0 waits indefinitely.',
  },
  timeouts: {
    description: 'Timeouts of every call, in milliseconds. 0 turns a timeout off.',
    object: objectOf(TIMEOUTS, TIMEOUT_FIELDS),
  },
  retry: {
    description: 'Retries of failed calls. A number sets maxRetries, false disables retries. Default 2.',
    object: objectOf(CLIENT_RETRY, RETRY_FIELDS),
  },
  resume: {
    description:
      'Set to true to resume chat streams whose connection closes early. A provider that cannot resume refuses chat streams then, unless onUnsupported is "warn" or "drop". Default false.',
  },
  reasoningTags: {
    description:
      'The tags of reasoning that models write into the text, which is split off as reasoning. true: <think> and </think>. Default false.',
    object: REASONING_TAG_PAIR_SCHEMA,
    list: { type: 'array', items: REASONING_TAG_PAIR_SCHEMA, minItems: 1 },
  },
  onUnsupported: {
    description:
      'Handling of a feature that no route supports: "error" rejects the call, "warn" leaves the feature out with a warning, "drop" leaves it out silently. Default error.',
  },
  maxConcurrent: {
    description: 'Maximum number of concurrent calls. Further calls are queued. Default: no limit.',
  },
  limits: {
    description:
      'Maximum sizes of responses, and limits of the server that differ from those that the provider declares.',
    object: objectOf(LIMITS, LIMIT_FIELDS),
  },
  redirect: {
    description:
      'Handling of redirects: "same-origin" follows them within the origin of the server, "follow" to any origin without credentials, "error" rejects them. Default same-origin.',
  },
  allowInsecureKey: {
    description:
      'Set to true if the API key may be sent over plain http to a host that is neither loopback nor private, without a warning. Default false.',
  },
  proxy: {
    description: 'HTTP proxy (Node, Deno and Bun only). Default: none.',
    text: definition('httpUrl'),
    object: PROXY,
  },
  options: { description: "Provider-specific settings. See the provider's documentation." },
};

const CONFIG_FIELDS: Fields<LmuxConfig> = {
  $schema: {
    description:
      'Location of this schema for editors, usually ./node_modules/@lmux/core/schema/lmux.config.schema.json',
  },
  default: {
    description:
      'Name of the default provider. Required if there are several. The environment variable LM_PROVIDER overrides it.',
    text: { type: 'string', minLength: 1 },
  },
  providers: {
    description: 'The providers, by names that you choose. Names consist of letters, digits and "._/-".',
    object: {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: NAME.source },
      additionalProperties: definition('provider'),
    },
  },
  plugins: {
    description:
      'Packages to load plugins from: package names, or paths that begin with "./". Both are resolved from this file.',
    list: { type: 'array', items: { type: 'string', pattern: PACKAGE.source.replaceAll('\\/', '/') } },
  },
};

/** Returns the JSON Schema of `lmux.config.json`, which is generated from the checks of the configuration. */
export function configSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'lmux.config.json',
    description: 'Configuration of lmux: language-model servers by name, with the provider and the settings of each.',
    ...objectOf(LMUX_CONFIG, CONFIG_FIELDS),
    required: ['providers'],
    if: { required: ['providers'], properties: { providers: { minProperties: 2 } } },
    // oxlint-disable-next-line unicorn/no-thenable
    then: { required: ['default'] },
    definitions: {
      environmentReference: {
        type: 'object',
        description: 'A reference to an environment variable.',
        required: ['env'],
        additionalProperties: false,
        properties: {
          env: {
            type: 'string',
            pattern: VARIABLE.source,
            description: 'Name of the environment variable. It is read when the client is first used.',
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
