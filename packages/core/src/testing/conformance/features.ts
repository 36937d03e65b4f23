import type { ChatFeature } from '../../contract/capability.js';
import type { ChatRequest } from '../../contract/chat.js';
import { TOOLS } from './scenarios.js';
import { PROMPT } from './verbs.js';

/** A request that asks for one thing. */
export interface Wish {
  readonly request: Partial<ChatRequest>;
  /** The same request without it. Default: a chat that asks for nothing. */
  readonly without?: Partial<ChatRequest> | undefined;
  /** What must be found in what is sent, for things that have no other form. */
  readonly word?: string | undefined;
}

const USER = { role: 'user', content: PROMPT } as const;
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const SCHEMA = {
  type: 'object',
  properties: { conformanceField: { type: 'string' } },
  required: ['conformanceField'],
  additionalProperties: false,
};

/** How each feature is asked for. The numbers are such as no default is. */
export const FEATURES: { readonly [Feature in Exclude<ChatFeature, 'loadProgress' | 'promptProgress'>]: Wish } = {
  systemMessage: {
    request: { messages: [{ role: 'system', content: 'conformance-system' }, USER] },
    word: 'conformance-system',
  },
  assistantMessages: {
    request: { messages: [USER, { role: 'assistant', content: 'conformance-history' }, USER] },
    word: 'conformance-history',
  },
  tools: { request: { tools: TOOLS }, word: 'get_weather' },
  toolChoice: { request: { toolChoice: 'required' } },
  jsonObject: { request: { responseFormat: { type: 'json_object' } } },
  jsonSchema: {
    request: { responseFormat: { type: 'json_schema', schema: SCHEMA, name: 'conformance' } },
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
  reasoning: { request: { reasoning: 'low' } },
  stop: { request: { stop: ['conformance-stop'] }, word: 'conformance-stop' },
  seed: { request: { seed: 421_973 }, word: '421973' },
  topK: { request: { topK: 37 } },
  minP: { request: { minP: 0.0625 } },
  repeatPenalty: { request: { repeatPenalty: 1.125 } },
  frequencyPenalty: { request: { frequencyPenalty: 0.375 } },
  presencePenalty: { request: { presencePenalty: 0.625 } },
  logprobs: { request: { logprobs: true } },
  statefulChat: { request: { previousResponseId: 'resp_conformance' }, word: 'resp_conformance' },
  integrations: { request: { integrations: ['mcp/conformance'] }, word: 'mcp/conformance' },
  contextLength: { request: { contextLength: 8191 }, word: '8191' },
  ttl: { request: { ttlSeconds: 4242 } },
};

/** What every chat takes, whatever the matrix says. */
export const SETTINGS: { readonly [field: string]: Wish } = {
  temperature: { request: { temperature: 0.375 }, word: '0.375' },
  topP: { request: { topP: 0.875 }, word: '0.875' },
  maxOutputTokens: { request: { maxOutputTokens: 77 }, word: '77' },
  extra: { request: { extra: { conformance_extra: 'a field of its own' } }, word: 'conformance_extra' },
};
