import type { ClientRetryOptions, RetryOptions, RetryQuotaOptions, Timeouts } from '../contract/call-options.js';
import type { ClientConfig, Limits } from '../contract/client-config.js';
import type { ModelOverrides } from '../contract/model-description.js';
import type { ReasoningTagPair } from '../contract/reasoning-tags.js';
import {
  either,
  isArray,
  isBoolean,
  isCount,
  isFiniteNumber,
  isNonNegative,
  isObject,
  isPositiveInteger,
  isString,
  isStringRecord,
  oneOf,
  type Check,
} from './check.js';
import type { ChecksOf } from './field-table.js';

// The JSON Schema of lmux.config.json is also generated from these checks. See config/config-schema.ts.

export const TIMEOUTS = {
  timeout: isNonNegative,
  queue: isNonNegative,
  connect: isNonNegative,
  firstByte: isNonNegative,
  idle: isNonNegative,
  eventIdle: isNonNegative,
  consumer: isNonNegative,
  total: isNonNegative,
} satisfies ChecksOf<Timeouts>;

export const RETRY = {
  maxRetries: isCount,
  baseDelayMs: isNonNegative,
  maxDelayMs: isNonNegative,
  budgetMs: isNonNegative,
} satisfies ChecksOf<RetryOptions>;

export const isFalse: Check = (value) => (value === false ? undefined : 'false');

/** The retries of a client. The content of the quota is checked separately. */
export const CLIENT_RETRY = { ...RETRY, quota: either(isFalse, isObject) } satisfies ChecksOf<ClientRetryOptions>;

export const RETRY_QUOTA = {
  capacity: isNonNegative,
  cost: isNonNegative,
  refill: isNonNegative,
} satisfies ChecksOf<RetryQuotaOptions>;

export const isLimit: Check = (value) => {
  const allowed = isPositiveInteger(value);
  return allowed && `${allowed}, because a limit can be raised but not turned off`;
};

export const isRange: Check = (value) => {
  const [min, max, ...more] = Array.isArray(value) ? (value as unknown[]) : [];
  const isValid = isFiniteNumber(min) === undefined && isFiniteNumber(max) === undefined && more.length === 0;
  return isValid && (min as number) <= (max as number) ? undefined : 'an array of two numbers, the smaller one first';
};

export const LIMITS = {
  maxBodyBytes: isLimit,
  maxEventBytes: isLimit,
  maxStreamBytes: isLimit,
  embedInputs: isPositiveInteger,
  embedBytes: isPositiveInteger,
  embedConcurrency: isPositiveInteger,
  temperature: isRange,
  topP: isRange,
  topK: isRange,
  minP: isRange,
  repeatPenalty: isRange,
  frequencyPenalty: isRange,
  presencePenalty: isRange,
} satisfies ChecksOf<Limits>;

/** The overrides of one model. The names of the features are checked separately. */
export const MODEL_OVERRIDES = {
  features: isObject,
  contextLength: isPositiveInteger,
  maxContextLength: isPositiveInteger,
} satisfies ChecksOf<ModelOverrides>;

/** The tags within the text. The content of the pairs is checked separately. */
export const isReasoningTags: Check = either(isBoolean, isObject, isArray);

/** A tag is found at the first character that is not whitespace, so it must not begin with whitespace. */
export const isTag: Check = (value) =>
  typeof value === 'string' && value !== '' && value.trim() === value
    ? undefined
    : 'a string that is not empty and has no whitespace around it';

export const REASONING_TAG_PAIR = {
  open: isTag,
  close: isTag,
  startsOpen: isBoolean,
  anywhere: isBoolean,
} satisfies ChecksOf<ReasoningTagPair>;

export const isOnUnsupported: Check = oneOf('error', 'warn', 'drop');

export const isEmulateMode: Check = oneOf('never', 'missing', 'always');

export const isContextOverflow: Check = oneOf('server', 'error', 'trim');

export const isRetry: Check = either(isFalse, isCount, isObject);

/** `Infinity` means no limit, the same as unset. */
export const isMaxConcurrent: Check = (value) => (value === Infinity ? undefined : isPositiveInteger(value));

const isFunction: Check = (value) => (typeof value === 'function' ? undefined : 'a function that returns one');

/** The settings of a client, except for the provider. */
export type ClientSettings = Omit<ClientConfig, 'provider'>;

/** The check of each setting's type. Their contents are checked by `checkSettings`. */
export const CLIENT_SETTINGS = {
  baseUrl: isString,
  apiToken: either(isString, isFunction),
  headers: isStringRecord,
  model: isString,
  embedModel: isString,
  autoModel: isBoolean,
  modelCapabilities: oneOf('auto', 'cached', 'off'),
  models: isObject,
  contextOverflow: isContextOverflow,
  timeout: isNonNegative,
  timeouts: isObject,
  retry: isRetry,
  resume: isBoolean,
  reasoningTags: isReasoningTags,
  onUnsupported: isOnUnsupported,
  emulate: isEmulateMode,
  toolPrompt: isString,
  maxConcurrent: isMaxConcurrent,
  limits: isObject,
  redirect: oneOf('follow', 'same-origin', 'error'),
  allowInsecureKey: isBoolean,
  proxy: either(isString, isObject),
  options: isObject,
} satisfies ChecksOf<ClientSettings>;
