import type { ChatFeature } from '../../contract/capability.js';
import type { ChatRequest } from '../../contract/chat.js';
import type { SamplingFeature } from '../../contract/sampling.js';
import { isInteger } from '../../validate/check.js';
import { SAMPLING_SETTINGS, samplingFeatures } from '../../validate/sampling-settings.js';
import { TOOLS } from './scenarios.js';
import { PROMPT } from './harness/operations.js';

/** A request that uses one feature or setting. */
export interface Wish {
  readonly request: Partial<ChatRequest>;
  /**
   * The same feature with another value. The parts of the body that differ between the two requests carry the feature.
   */
  readonly other?: Partial<ChatRequest> | undefined;
  /** The request without the feature. Default: a chat with no settings. */
  readonly without?: Partial<ChatRequest> | undefined;
  /** Text that the request must contain, for values that every server receives unchanged. */
  readonly word?: string | undefined;
}

const USER = { role: 'user', content: PROMPT } as const;
/** An image in base64. */
export const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const SCHEMA = {
  type: 'object',
  properties: { conformanceField: { type: 'string' } },
  required: ['conformanceField'],
  additionalProperties: false,
};

type NumberFeature = Exclude<SamplingFeature, 'stop' | 'seed'>;

/**
 * Creates requests for the sampling settings that are numbers. Each setting has two values of its own that pass its
 * validation: integers, or fractions that floating-point numbers represent exactly.
 */
function numberWishes(): { readonly [Feature in NumberFeature]: Wish } {
  const wishes = samplingFeatures().map((feature, index) => {
    const number = (place: number): number =>
      SAMPLING_SETTINGS[feature].check === isInteger ? 30 + place : place / 32;
    return [feature, { request: { [feature]: number(2 * index) }, other: { [feature]: number(2 * index + 1) } }];
  });
  return Object.fromEntries(wishes) as { readonly [Feature in NumberFeature]: Wish };
}

/** The request for each feature. Its numbers are not the default of any server. */
export const FEATURES: {
  readonly [
    Feature in Exclude<ChatFeature, 'resume' | 'contextOverflowError' | 'loadProgress' | 'promptProgress'>
  ]: Wish;
} = {
  systemMessage: {
    request: { messages: [{ role: 'system', content: 'conformance-system' }, USER] },
    word: 'conformance-system',
  },
  assistantMessages: {
    request: { messages: [USER, { role: 'assistant', content: 'conformance-history' }, USER] },
    word: 'conformance-history',
  },
  tools: { request: { tools: TOOLS }, other: { tools: TOOLS.slice(1) }, word: 'get_weather' },
  toolChoice: {
    request: { tools: TOOLS, toolChoice: 'required' },
    other: { tools: TOOLS, toolChoice: 'auto' },
    without: { tools: TOOLS },
  },
  parallelToolCalls: {
    request: { tools: TOOLS, parallelToolCalls: false },
    other: { tools: TOOLS, parallelToolCalls: true },
    without: { tools: TOOLS },
  },
  jsonObject: { request: { responseFormat: { type: 'json_object' } }, other: { responseFormat: { type: 'text' } } },
  jsonSchema: {
    request: { responseFormat: { type: 'json_schema', schema: SCHEMA, name: 'conformance' } },
    other: { responseFormat: { type: 'json_schema', schema: SCHEMA, name: 'another' } },
    word: 'conformanceField',
  },
  imageInput: {
    request: {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: PROMPT },
            { type: 'image', image: `data:image/png;base64,${PIXEL}` },
          ],
        },
      ],
    },
    word: PIXEL,
  },
  reasoning: { request: { reasoning: 'low' }, other: { reasoning: 'high' } },
  ...numberWishes(),
  stop: { request: { stop: ['conformance-stop'] }, other: { stop: ['another-stop'] }, word: 'conformance-stop' },
  seed: { request: { seed: 421_973 }, other: { seed: 31_337 }, word: '421973' },
  logprobs: { request: { logprobs: true }, other: { logprobs: false } },
  statefulChat: {
    request: { previousResponseId: 'resp_conformance' },
    other: { previousResponseId: 'resp_another' },
    word: 'resp_conformance',
  },
  integrations: {
    request: { integrations: ['mcp/conformance'] },
    other: { integrations: ['mcp/another'] },
    word: 'mcp/conformance',
  },
  contextLength: { request: { contextLength: 8191 }, other: { contextLength: 6143 }, word: '8191' },
  ttl: { request: { ttlSeconds: 4242 }, other: { ttlSeconds: 2121 } },
};

/** Settings of every chat, which no matrix declares. */
export const SETTINGS: { readonly [field: string]: Wish } = {
  temperature: { request: { temperature: 0.375 }, other: { temperature: 0.625 }, word: '0.375' },
  topP: { request: { topP: 0.875 }, other: { topP: 0.625 }, word: '0.875' },
  maxOutputTokens: { request: { maxOutputTokens: 77 }, other: { maxOutputTokens: 99 }, word: '77' },
  extra: { request: { extra: { conformance_extra: 'a field of its own' } }, word: 'conformance_extra' },
};
