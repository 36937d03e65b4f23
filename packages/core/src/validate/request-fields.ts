import type { ChatRequest } from '../contract/chat.js';
import type { CompletionRequest } from '../contract/completion.js';
import type { ContextOverflow } from '../contract/context-overflow.js';
import type { EmbeddingRequest } from '../contract/embedding.js';
import {
  anything,
  either,
  isArray,
  isBoolean,
  isCount,
  isObject,
  isPositiveInteger,
  isString,
  isStringOrStrings,
  oneOf,
  type Check,
} from './check.js';
import { isContextOverflow } from './config-fields.js';
import type { FieldTable } from './field-table.js';
import { SAMPLING_SETTINGS } from './sampling-settings.js';

const isToolByName: Check = (value) =>
  isObject(value) === undefined && typeof (value as { name?: unknown }).name === 'string'
    ? undefined
    : '{ name: "..." }';

const isNotEmpty = (list: readonly unknown[]): boolean => list.length > 0;

/** How a text that exceeds the context is handled, which only `error` requires of the route. Chats alone can be trimmed. */
const CONTEXT_OVERFLOW = {
  check: oneOf('server', 'error'),
  feature: 'contextOverflowError',
  requires: (overflow: ContextOverflow) => overflow === 'error',
} as const;

/** The fields of a chat request. The features that messages and a response format require depend on their contents. See `chatFeatures`. */
export const CHAT_FIELDS = {
  ...SAMPLING_SETTINGS,
  model: { check: isString },
  system: { check: isString },
  messages: { check: anything },
  tools: { check: isArray, feature: 'tools', requires: isNotEmpty },
  toolChoice: {
    check: either(oneOf('auto', 'none', 'required'), isToolByName),
    feature: 'toolChoice',
    // A route without the field lets the model decide, as `auto` does.
    requires: (choice) => choice !== 'auto',
  },
  // Servers without the field differ in what they do, so `true` requires it too.
  parallelToolCalls: { check: isBoolean, feature: 'parallelToolCalls', droppable: true },
  responseFormat: { check: isObject },
  reasoning: { check: isString, feature: 'reasoning' },
  logprobs: {
    check: either(isBoolean, isCount),
    feature: 'logprobs',
    requires: (logprobs) => logprobs !== false,
    droppable: true,
  },
  previousResponseId: { check: isString, feature: 'statefulChat' },
  // A route without stored chats satisfies `store: false` too.
  store: { check: isBoolean, feature: 'statefulChat', requires: (store) => store },
  integrations: { check: isArray, feature: 'integrations', requires: isNotEmpty },
  contextLength: { check: isPositiveInteger, feature: 'contextLength' },
  contextOverflow: { ...CONTEXT_OVERFLOW, check: isContextOverflow },
  extra: { check: isObject },
} as const satisfies FieldTable<ChatRequest>;

/** The fields of a completion request. */
export const COMPLETION_FIELDS = {
  ...SAMPLING_SETTINGS,
  model: { check: isString },
  prompt: { check: isString },
  suffix: { check: isString },
  contextOverflow: CONTEXT_OVERFLOW,
  extra: { check: isObject },
} as const satisfies FieldTable<CompletionRequest>;

/** The fields of an embedding request. */
export const EMBEDDING_FIELDS = {
  model: { check: isString },
  input: { check: isStringOrStrings },
  dimensions: { check: isPositiveInteger },
  ttlSeconds: SAMPLING_SETTINGS.ttlSeconds,
  contextOverflow: CONTEXT_OVERFLOW,
  extra: { check: isObject },
} as const satisfies FieldTable<EmbeddingRequest>;
