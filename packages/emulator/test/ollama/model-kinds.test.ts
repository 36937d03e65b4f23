import { describe, expect, test } from 'vitest';
import { post, postJson } from '../support/post.js';
import { withEmulator } from '../support/with-emulator.js';

const emulator = withEmulator({
  as: 'ollama',
  models: [
    { id: 'plain', toolUse: false },
    { id: 'tools' },
    { id: 'thinking', toolUse: false, reasoning: true },
    { id: 'vision', toolUse: false, vision: true },
    { id: 'embed', type: 'embedding' },
  ],
});

const MESSAGES = [{ role: 'user', content: 'Hi' }];
const TOOLS = [{ type: 'function', function: { name: 'f' } }];
const IMAGE = [{ role: 'user', content: 'Hi', images: ['aGk='] }];
const NO_TOOLS = (name: string): string => `registry.ollama.ai/library/${name}:latest does not support tools`;

test.each([
  ['plain', ['completion']],
  ['tools', ['completion', 'tools']],
  ['thinking', ['completion', 'thinking']],
  ['vision', ['completion', 'vision']],
  ['embed', ['embedding']],
])('POST /api/show tells what the model "%s" supports: %j', async (model, capabilities) => {
  expect(await postJson(emulator(), '/api/show', { model })).toMatchObject({ capabilities });
});

// The status and the text of each row were recorded from Ollama 0.17.4, with models of these kinds.
describe.each<[path: string, body: object, refusals: Readonly<Record<string, string>>]>([
  ['/api/chat', { messages: MESSAGES }, { embed: '"embed" does not support chat' }],
  ['/api/chat', { messages: [] }, { embed: '"embed" does not support chat' }],
  ['/api/chat', { messages: [], keep_alive: 0 }, {}],
  ['/api/chat', { messages: IMAGE }, { embed: '"embed" does not support chat' }],
  ['/api/chat', { messages: MESSAGES, think: false }, { embed: '"embed" does not support chat' }],
  [
    '/api/chat',
    { messages: MESSAGES, tools: TOOLS },
    {
      plain: NO_TOOLS('plain'),
      thinking: NO_TOOLS('thinking'),
      vision: NO_TOOLS('vision'),
      embed: '"embed" does not support chat',
    },
  ],
  [
    '/api/chat',
    { messages: MESSAGES, tools: TOOLS, think: true },
    {
      plain: '"plain" does not support thinking',
      tools: '"tools" does not support thinking',
      thinking: NO_TOOLS('thinking'),
      vision: '"vision" does not support thinking',
      embed: '"embed" does not support thinking',
    },
  ],
  ['/api/generate', { prompt: 'Hi' }, { embed: '"embed" does not support generate' }],
  ['/api/generate', {}, { embed: '"embed" does not support generate' }],
  ['/api/generate', { keep_alive: 0 }, {}],
  ['/api/embed', { input: 'Hi' }, {}],
  ['/v1/chat/completions', { messages: MESSAGES }, { embed: '"embed" does not support chat' }],
  [
    '/v1/chat/completions',
    { messages: MESSAGES, reasoning_effort: 'none' },
    { embed: '"embed" does not support chat' },
  ],
  ['/v1/completions', { prompt: 'Hi' }, { embed: '"embed" does not support generate' }],
  ['/v1/embeddings', { input: 'Hi' }, {}],
])('POST %s %j', (path, body, refusals) => {
  test.each(['plain', 'tools', 'thinking', 'vision', 'embed'])('by the model "%s"', async (model) => {
    const response = await post(emulator(), path, { ...body, model, stream: false });
    const { error } = (await response.json()) as { error?: string | { message: string } };
    const text = typeof error === 'object' ? error.message : error;
    expect([response.status, text]).toEqual([refusals[model] === undefined ? 200 : 400, refusals[model]]);
  });
});
