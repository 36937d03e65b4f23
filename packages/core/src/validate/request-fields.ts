import type { ChatRequest } from '../contract/chat.js';
import type { CompletionRequest } from '../contract/completion.js';
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
import type { FieldTable } from './field-table.js';
import { SAMPLING_SETTINGS } from './sampling-settings.js';

const isToolByName: Check = (value) =>
  isObject(value) === undefined && typeof (value as { name?: unknown }).name === 'string'
    ? undefined
    : '{ name: "..." }';

const isNotEmpty = (list: readonly unknown[]): boolean => list.length > 0;

/** The fields of a chat. What messages and a response format ask for depends on what is in them: see `chatFeatures`. */
export const CHAT_FIELDS = {
  ...SAMPLING_SETTINGS,
  model: { check: isString },
  messages: { check: anything },
  tools: { check: isArray, feature: 'tools', requires: isNotEmpty },
  toolChoice: { check: either(oneOf('auto', 'none', 'required'), isToolByName), feature: 'toolChoice' },
  responseFormat: { check: isObject },
  reasoning: { check: isString, feature: 'reasoning' },
  logprobs: {
    check: either(isBoolean, isCount),
    feature: 'logprobs',
    requires: (logprobs) => logprobs !== false,
    droppable: true,
  },
  previousResponseId: { check: isString, feature: 'statefulChat' },
  // `store: false` asks for nothing that a route without stored chats would not give.
  store: { check: isBoolean, feature: 'statefulChat', requires: (store) => store },
  integrations: { check: isArray, feature: 'integrations', requires: isNotEmpty },
  contextLength: { check: isPositiveInteger, feature: 'contextLength' },
  extra: { check: isObject },
} as const satisfies FieldTable<ChatRequest>;

/** The fields of a text completion. */
export const COMPLETION_FIELDS = {
  ...SAMPLING_SETTINGS,
  model: { check: isString },
  prompt: { check: isString },
  suffix: { check: isString },
  extra: { check: isObject },
} as const satisfies FieldTable<CompletionRequest>;

/** The fields of an embedding. */
export const EMBEDDING_FIELDS = {
  model: { check: isString },
  input: { check: isStringOrStrings },
  dimensions: { check: isPositiveInteger },
  ttlSeconds: SAMPLING_SETTINGS.ttlSeconds,
  extra: { check: isObject },
} as const satisfies FieldTable<EmbeddingRequest>;
