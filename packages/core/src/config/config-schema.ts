import { CLIENT_RETRY, LIMITS, MODEL_OVERRIDES, TIMEOUTS } from '../validate/config-fields.js';
import type { LmuxConfig, ProviderConfig } from './lmux-config.js';
import { LMUX_CONFIG, NAME, PACKAGE, PROVIDER_CONFIG, VARIABLE } from './lmux-config-fields.js';
import {
  LIMIT_FIELDS,
  MODEL_OVERRIDE_FIELDS,
  REASONING_TAG_PAIR_SCHEMA,
  RETRY_FIELDS,
  TIMEOUT_FIELDS,
} from './nested-fields.js';
import { definition, objectOf, type Fields, type Schema } from './schema-of-checks.js';

// Only `npm run docs` and tests read this file, so that no bundle contains the descriptions.

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
  autoModel: {
    description:
      'Set to true to use the loaded model, or else the only model of the server, if no model is named. Several are an error. It applies to chats, completions, embeddings and models.describe(), not to load, ensureLoaded, download and delete. Default false.',
  },
  modelCapabilities: {
    description:
      'Use of model descriptions: "auto" asks the server once for each model, before a request that needs something that depends on the model. "cached" uses what is known. "off" uses none. Default auto.',
  },
  models: {
    description: 'What models support, by their ids. It takes precedence over what the server reports.',
    object: { type: 'object', additionalProperties: objectOf(MODEL_OVERRIDES, MODEL_OVERRIDE_FIELDS) },
  },
  contextOverflow: {
    description:
      'Handling of a prompt that exceeds the context of the model: "server" leaves it to the server, "error" rejects the request, "trim" leaves out the oldest turns of a chat with a warning. Default server.',
  },
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
  emulate: {
    description:
      'Use of emulated tools, which lmux makes from JSON Schema: "missing" emulates tools if the model or the route lacks them, "always" in every chat, "never" in none. Default missing.',
  },
  toolPrompt: {
    description: 'Text that describes emulated tools to the model. {tools} in it stands for the list of the tools.',
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
