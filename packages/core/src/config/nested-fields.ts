import type { RangedSetting } from '../contract/capability.js';
import type { ClientRetryOptions, RetryQuotaOptions, Timeouts } from '../contract/call-options.js';
import type { Limits } from '../contract/client-config.js';
import type { ReasoningTagPair } from '../contract/reasoning-tags.js';
import type { ModelOverrides } from '../contract/model-description.js';
import { REASONING_TAG_PAIR, RETRY_QUOTA } from '../validate/config-fields.js';
import { featureNames } from '../validate/feature-names.js';
import { objectOf, type FieldInfo, type Fields } from './schema-of-checks.js';

// The descriptions of the settings that are objects. Like config-schema.ts, no bundle contains this file.

export const TIMEOUT_FIELDS: Fields<Timeouts> = {
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

export const RETRY_FIELDS: Fields<ClientRetryOptions> = {
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

export const REASONING_TAG_PAIR_SCHEMA = {
  ...objectOf(REASONING_TAG_PAIR, REASONING_TAG_FIELDS),
  dependencies: { open: ['close'], close: ['open'] },
};

export const MODEL_OVERRIDE_FIELDS: Fields<ModelOverrides> = {
  features: {
    description: 'What the model supports, by the names of the capability matrix.',
    object: { type: 'object', propertyNames: { enum: featureNames() }, additionalProperties: { type: 'boolean' } },
  },
  contextLength: { description: 'Context length in tokens with which the model runs.' },
  maxContextLength: { description: 'Maximum context length in tokens with which the model can be loaded.' },
};

const range = (setting: RangedSetting): FieldInfo => ({
  description: `Smallest and largest ${setting} that the server accepts. It replaces the range that the provider declares.`,
});

export const LIMIT_FIELDS: Fields<Limits> = {
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
