import { describe, expect, test } from 'vitest';
import type { ChatFeature } from '../contract/capability.js';
import type { ChatRequest } from '../contract/chat.js';
import type { CompletionRequest } from '../contract/completion.js';
import type { Message } from '../contract/message.js';
import { chatFeatures, completionFeatures, embeddingFeatures } from './requested-features.js';

const user: Message = { role: 'user', content: 'hi' };
const call = { id: '1', name: 'f', arguments: '{}' };

describe('chatFeatures of the messages', () => {
  const CASES: readonly [name: string, messages: Message[], features: ChatFeature[]][] = [
    ['one user message', [user], []],
    ['a system message', [{ role: 'system', content: 'be brief' }, user], ['systemMessage']],
    ['a reply of the model', [user, { role: 'assistant', content: 'yes' }, user], ['assistantMessages']],
    ['a second user message', [user, user], ['assistantMessages']],
    ['only text parts', [{ role: 'user', content: [{ type: 'text', text: 'a' }] }], []],
    [
      'an image',
      [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'image', image: 'data:,' },
          ],
        },
      ],
      ['imageInput'],
    ],
    [
      'a tool result',
      [user, { role: 'assistant', toolCalls: [call] }, { role: 'tool', toolCallId: '1', content: '{}' }],
      ['assistantMessages', 'tools'],
    ],
    [
      'a tool result with an image',
      [user, { role: 'tool', toolCallId: '1', content: [{ type: 'image', image: 'data:,' }] }],
      ['assistantMessages', 'imageInput', 'tools'],
    ],
    [
      'a tool result with text parts',
      [user, { role: 'tool', toolCallId: '1', content: [{ type: 'text', text: 'a' }] }],
      ['assistantMessages', 'tools'],
    ],
  ];
  test.each(CASES)('%s', (_name, messages, features) => {
    expect(chatFeatures({ messages })).toEqual(features);
  });
});

describe('chatFeatures of the request fields', () => {
  const CASES: readonly [fields: Partial<ChatRequest>, features: ChatFeature[]][] = [
    [{ temperature: 0, topP: 1, maxOutputTokens: 5, extra: { a: 1 } }, []],
    [{ topK: 1 }, ['topK']],
    [{ minP: 0 }, ['minP']],
    [{ repeatPenalty: 1 }, ['repeatPenalty']],
    [{ frequencyPenalty: 0 }, ['frequencyPenalty']],
    [{ presencePenalty: 0 }, ['presencePenalty']],
    [{ seed: 0 }, ['seed']],
    [{ reasoning: 'off' }, ['reasoning']],
    [{ toolChoice: 'auto' }, []],
    [{ toolChoice: 'required' }, ['toolChoice']],
    [{ tools: [{ name: 'f' }], toolChoice: { name: 'f' } }, ['tools', 'toolChoice']],
    [{ tools: [{ name: 'f' }], toolChoice: 'auto' }, ['tools']],
    [{ tools: [{ name: 'f' }], parallelToolCalls: true }, ['tools', 'parallelToolCalls']],
    [{ tools: [{ name: 'f' }], parallelToolCalls: false }, ['tools', 'parallelToolCalls']],
    [{ tools: [] }, []],
    [{ tools: [{ name: 'f' }] }, ['tools']],
    [{ responseFormat: { type: 'text' } }, []],
    [{ responseFormat: { type: 'json_object' } }, ['jsonObject']],
    [{ responseFormat: { type: 'json_schema', schema: {} } }, ['jsonSchema']],
    [{ stop: 'x' }, ['stop']],
    [{ stop: [] }, []],
    [{ logprobs: false }, []],
    [{ logprobs: true }, ['logprobs']],
    [{ logprobs: 0 }, ['logprobs']],
    [{ integrations: [] }, []],
    [{ integrations: ['mcp/x'] }, ['integrations']],
    [{ previousResponseId: 'r' }, ['statefulChat']],
    [{ store: true }, ['statefulChat']],
    [{ store: false }, []],
    [{ store: true, previousResponseId: 'r' }, ['statefulChat']],
    [{ contextLength: 5 }, ['contextLength']],
    [{ ttlSeconds: 5 }, ['ttl']],
    [{ seed: undefined, tools: undefined, stop: undefined, logprobs: undefined, reasoning: undefined }, []],
  ];
  test.each(CASES)('%j', (fields, features) => {
    const requested = chatFeatures({ messages: [user], ...fields });
    expect(requested).toEqual(features);
    // Sent by such routes without being requested.
    expect(requested).not.toContain('loadProgress');
    expect(requested).not.toContain('promptProgress');
  });
});

describe('completionFeatures', () => {
  const CASES: readonly [fields: Partial<CompletionRequest>, features: ChatFeature[]][] = [
    [{ temperature: 1, suffix: 'x' }, []],
    [{ topK: 1, minP: 0, repeatPenalty: 1 }, ['topK', 'minP', 'repeatPenalty']],
    [{ frequencyPenalty: 0, presencePenalty: 0, seed: 0 }, ['seed', 'frequencyPenalty', 'presencePenalty']],
    [{ ttlSeconds: 5, stop: ['x'] }, ['stop', 'ttl']],
    [{ stop: '', seed: undefined }, []],
  ];
  test.each(CASES)('%j', (fields, features) => {
    expect(completionFeatures({ prompt: 'p', ...fields })).toEqual(features);
  });
});

test('embeddingFeatures contains only ttl', () => {
  expect(embeddingFeatures({ input: 'x', dimensions: 3 })).toEqual([]);
  expect(embeddingFeatures({ input: 'x', ttlSeconds: 3 })).toEqual(['ttl']);
});

test('counts an inherited field of a request like its own', () => {
  class Request {
    readonly messages = [{ role: 'user', content: 'hi' }] as const;
    get minP(): number {
      return 0.1;
    }
  }
  expect(chatFeatures(new Request())).toEqual(['minP']);
  expect(chatFeatures(Object.assign(Object.create({ topK: 5 }), { messages: [] }))).toEqual(['topK']);
});
