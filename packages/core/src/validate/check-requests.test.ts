import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../errors/error-code.js';
import { LmError } from '../errors/lm-error.js';
import type { LmClient } from '../contract/lm-client.js';
import { createClient } from '../client/create-client.js';
import { fakeProvider } from '../testing/fake-provider.js';

/** Stands for what a user writes and no error may repeat. */
const PROMPT = 'Dear diary, my pin is 7391';
const messages = [{ role: 'user', content: PROMPT }];

type Loose = (...args: unknown[]) => unknown;
type Case = readonly [name: string, args: unknown[], code: ErrorCode, message: string];

const plugin = fakeProvider();
const client: LmClient = createClient({ plugins: [plugin], config: { provider: 'fake' } });

/** Runs a wrong call; gives its error after making sure that nothing was sent and nothing of the user's is in it. */
async function refusal(method: Loose, args: unknown[]): Promise<LmError> {
  const before = plugin.calls.length;
  const error: unknown = await (async () => method(...args))().catch((caught: unknown) => caught);
  expect(plugin.calls.length).toBe(before);
  expect(error).toBeInstanceOf(LmError);
  const told = `${String(error)} ${JSON.stringify(error)} ${String((error as LmError).stack)}`;
  expect(told).not.toContain('7391');
  expect((error as LmError).message.length).toBeLessThan(500);
  expect(error).toMatchObject({ provider: 'fake' });
  return error as LmError;
}

function refuses(what: string, method: Loose, cases: readonly Case[]): void {
  describe(`${what} is refused`, () => {
    test.each(cases)('%s', async (_name, args, code, message) => {
      const error = await refusal(method, args);
      expect({ code: error.code, message: error.message }).toEqual({ code, message: expect.stringContaining(message) });
    });
  });
}

const model = 'm';
const chatOf = (fields: object): unknown[] => [{ model, messages, ...fields }];
const user = (content: unknown): unknown[] => [{ model, messages: [{ role: 'user', content }] }];
const call = { id: '1', name: 'f', arguments: '{}' };

const MESSAGES: readonly Case[] = [
  ['no request', [], 'invalid_request', 'The request is undefined; allowed is an object'],
  ['a text for a request', [PROMPT], 'invalid_request', 'The request is a string; allowed is an object'],
  ['no messages', [{ model }], 'empty_prompt', 'no messages'],
  ['an empty list', [{ model, messages: [] }], 'empty_prompt', 'no messages'],
  ['messages as text', [{ model, messages: PROMPT }], 'invalid_request', '"messages" is a string'],
  ['only empty messages', user(''), 'empty_prompt', 'All messages of the chat are empty'],
  ['only empty parts', user([{ type: 'text', text: '' }]), 'empty_prompt', 'All messages of the chat are empty'],
  ['no parts', user([]), 'empty_prompt', 'All messages of the chat are empty'],
  ['a message of a wrong type', [{ model, messages: [PROMPT] }], 'invalid_request', '"messages[0]" is a string'],
  [
    'an unknown role',
    [{ model, messages: [{ role: 'developer', content: PROMPT }] }],
    'invalid_request',
    '"messages[0].role" is "developer"; allowed is "system" or "user" or "assistant" or "tool"',
  ],
  [
    'a prompt for a role',
    [{ model, messages: [{ role: PROMPT }] }],
    'invalid_request',
    '"messages[0].role" is a string',
  ],
  ['no role', [{ model, messages: [{ content: PROMPT }] }], 'invalid_request', '"messages[0].role" is undefined'],
  ['no content', [{ model, messages: [{ role: 'user' }] }], 'invalid_request', '"messages[0].content" is undefined'],
  ['content of a wrong type', user(7391), 'invalid_request', '"messages[0].content" is a number'],
  [
    'an unknown key of a message',
    [{ model, messages: [...messages, { role: 'user', contents: PROMPT }] }],
    'invalid_request',
    'Unknown key "messages[1].contents". Did you mean "content"?',
  ],
  ['a part of a wrong type', user([PROMPT]), 'invalid_request', '"messages[0].content[0]" is a string'],
  [
    'a part of unknown type',
    user([{ type: 'image_url', image: 'x' }]),
    'invalid_request',
    '"messages[0].content[0].type" is "image_url"; allowed is "text" or "image"',
  ],
  [
    'an image for the system',
    [{ model, messages: [{ role: 'system', content: [{ type: 'image', image: 'x' }] }] }],
    'invalid_request',
    '"messages[0].content[0].type" is "image"; allowed is "text"',
  ],
  [
    'a text part without text',
    user([{ type: 'text' }]),
    'invalid_request',
    '"messages[0].content[0].text" is undefined',
  ],
  ['an image part without image', user([{ type: 'image' }]), 'invalid_request', 'content[0].image" is undefined'],
  ['an image of a wrong type', user([{ type: 'image', image: {} }]), 'invalid_request', 'a Uint8Array'],
  [
    'a tool result without its call',
    [{ model, messages: [{ role: 'tool', content: PROMPT }] }],
    'invalid_request',
    '"messages[0].toolCallId" is undefined',
  ],
  [
    'a tool call without arguments',
    [{ model, messages: [...messages, { role: 'assistant', toolCalls: [call, { id: '2', name: 'f' }] }] }],
    'invalid_request',
    '"messages[1].toolCalls[1].arguments" is undefined',
  ],
  [
    'arguments that were parsed',
    [{ model, messages: [...messages, { role: 'assistant', toolCalls: [{ ...call, arguments: {} }] }] }],
    'invalid_request',
    '"messages[1].toolCalls[0].arguments" is an object; allowed is a string',
  ],
];

const FIELDS: readonly Case[] = [
  ['no model', [{ messages }], 'empty_model', 'names no model'],
  ['an empty model', [{ messages, model: '' }], 'empty_model', 'LM_MODEL'],
  ['a blank model', [{ messages, model: ' \n' }], 'empty_model', 'names no model'],
  ['a model of a wrong type', [{ messages, model: 5 }], 'invalid_request', '"model" is a number; allowed is a string'],
  [
    'an unknown key',
    chatOf({ maxTokens: 5 }),
    'invalid_request',
    'Unknown key "maxTokens". Did you mean "maxOutputTokens"?',
  ],
  ['a wire name', chatOf({ top_p: 1 }), 'invalid_request', 'Did you mean "topP"?'],
  ['a slip', chatOf({ temprature: 1 }), 'invalid_request', 'Did you mean "temperature"?'],
  ['nothing like it', chatOf({ zzz: 1 }), 'invalid_request', 'Unknown key "zzz". Allowed are temperature, '],
  ['NaN', chatOf({ temperature: Number.NaN }), 'invalid_request', '"temperature" is NaN; allowed is a number from 0'],
  ['Infinity', chatOf({ frequencyPenalty: Infinity }), 'invalid_request', '"frequencyPenalty" is Infinity'],
  ['a number as text', chatOf({ temperature: '1' }), 'invalid_request', '"temperature" is a string'],
  ['null', chatOf({ seed: null }), 'invalid_request', '"seed" is null; allowed is a whole number'],
  ['a fraction', chatOf({ topK: 1.5 }), 'invalid_request', '"topK" is 1.5; allowed is a whole number'],
  ['no output', chatOf({ maxOutputTokens: 0 }), 'invalid_request', '"maxOutputTokens" is 0'],
  [
    'a list of no texts',
    chatOf({ stop: [1] }),
    'invalid_request',
    '"stop" is an array; allowed is a string or an array',
  ],
  ['negative logprobs', chatOf({ logprobs: -1 }), 'invalid_request', '"logprobs" is -1'],
  ['an extra of a wrong type', chatOf({ extra: [] }), 'invalid_request', '"extra" is an array; allowed is an object'],
  ['a tool of a wrong type', chatOf({ tools: ['f'] }), 'invalid_request', '"tools[0]" is a string'],
  ['a tool without a name', chatOf({ tools: [{}] }), 'invalid_request', '"tools[0].name" is missing'],
  [
    "another API's tool",
    chatOf({ tools: [{ type: 'function', function: { name: 'f' } }] }),
    'invalid_request',
    'Unknown key "tools[0].type"',
  ],
  [
    'two tools of one name',
    chatOf({ tools: [{ name: 'f' }, { name: 'f' }] }),
    'invalid_request',
    '"tools[1].name" is the name of an earlier tool',
  ],
  [
    'parameters of a wrong type',
    chatOf({ tools: [{ name: 'f', parameters: 'x' }] }),
    'invalid_request',
    'parameters" is a string',
  ],
  [
    'an unknown choice',
    chatOf({ toolChoice: 'any' }),
    'invalid_request',
    '"toolChoice" is "any"; allowed is one of "auto"',
  ],
  ['a tool that is not there', chatOf({ toolChoice: { name: 'f' } }), 'invalid_request', 'none of the tools'],
  [
    'an unknown key of the choice',
    chatOf({ tools: [{ name: 'f' }], toolChoice: { name: 'f', force: true } }),
    'invalid_request',
    'Unknown key "toolChoice.force"',
  ],
  [
    'an unknown format',
    chatOf({ responseFormat: { type: 'json' } }),
    'invalid_request',
    '"responseFormat.type" is "json"',
  ],
  ['a format without type', chatOf({ responseFormat: {} }), 'invalid_request', '"responseFormat.type" is missing'],
  [
    'a schema that is missing',
    chatOf({ responseFormat: { type: 'json_schema' } }),
    'invalid_request',
    'schema" is missing',
  ],
  [
    'an unknown key of the format',
    chatOf({ responseFormat: { type: 'text', x: 1 } }),
    'invalid_request',
    '"responseFormat.x"',
  ],
  [
    'an integration of unknown type',
    chatOf({ integrations: [{ type: 'mcp' }] }),
    'invalid_request',
    'integrations[0].type" is "mcp"',
  ],
  [
    'an integration without type',
    chatOf({ integrations: [{}] }),
    'invalid_request',
    'integrations[0].type" is undefined',
  ],
  [
    'a plugin without id',
    chatOf({ integrations: ['x', { type: 'plugin' }] }),
    'invalid_request',
    'integrations[1].id" is undefined',
  ],
  [
    'a server without URL',
    chatOf({ integrations: [{ type: 'ephemeral_mcp', serverLabel: 'x' }] }),
    'invalid_request',
    'integrations[0].serverUrl" is undefined',
  ],
  [
    'an unknown key of an integration',
    chatOf({ integrations: [{ type: 'plugin', id: 'x', url: 'y' }] }),
    'invalid_request',
    'Unknown key "integrations[0].url"',
  ],
];

const OPTIONS: readonly Case[] = [
  ['no options', [...chatOf({}), null], 'invalid_request', 'options is null'],
  [
    'an unknown key',
    [...chatOf({}), { sginal: 1 }],
    'invalid_request',
    'Unknown key "options.sginal". Did you mean "signal"?',
  ],
  [
    'the interval of another call',
    [...chatOf({}), { intervalMs: 1 }],
    'invalid_request',
    'Unknown key "options.intervalMs"',
  ],
  [
    'a signal of a wrong type',
    [...chatOf({}), { signal: true }],
    'invalid_request',
    '"options.signal" is true; allowed is an AbortSignal',
  ],
  ['a negative timeout', [...chatOf({}), { timeout: -1 }], 'invalid_request', '"options.timeout" is -1'],
  ['an endless timeout', [...chatOf({}), { timeout: Infinity }], 'invalid_request', 'allowed is a number from 0'],
  [
    'an unknown timeout',
    [...chatOf({}), { timeouts: { idel: 1 } }],
    'invalid_request',
    '"options.timeouts.idel". Did you mean "idle"?',
  ],
  [
    'a timeout as text',
    [...chatOf({}), { timeouts: { idle: '5s' } }],
    'invalid_request',
    '"options.timeouts.idle" is a string',
  ],
  [
    'headers of no texts',
    [...chatOf({}), { headers: { a: 7391 } }],
    'invalid_request',
    '"options.headers" is an object; allowed is an object of strings',
  ],
  ['retry: true', [...chatOf({}), { retry: true }], 'invalid_request', '"options.retry" is true; allowed is false'],
  ['a negative retry', [...chatOf({}), { retry: -1 }], 'invalid_request', '"options.retry" is -1'],
  [
    'half a retry',
    [...chatOf({}), { retry: { maxRetries: 0.5 } }],
    'invalid_request',
    '"options.retry.maxRetries" is 0.5',
  ],
  [
    'an unknown word',
    [...chatOf({}), { onUnsupported: 'ignore' }],
    'invalid_request',
    '"options.onUnsupported" is "ignore"',
  ],
];

refuses('messages', (request) => client.chat(request as never), MESSAGES);
refuses('fields of a chat', (request) => client.chat(request as never), FIELDS);
refuses('options', (request, options) => client.chat(request as never, options as never), OPTIONS);

refuses('explain, as chat,', (request) => client.explain(request as never), [
  ...MESSAGES,
  ...FIELDS.filter(([, , code]) => code !== 'empty_model'),
]);

refuses(
  'a stream refuses when it is read, not before',
  async (request, options) => {
    const stream = client.chatStream(request as never, options as never);
    for await (const event of stream) throw new Error(`unexpected ${event.type}`);
  },
  [...MESSAGES, ...FIELDS, ...OPTIONS],
);

const COMPLETIONS: readonly Case[] = [
  ['no prompt', [{ model }], 'empty_prompt', 'The completion has no prompt'],
  ['an empty prompt', [{ model, prompt: '' }], 'empty_prompt', 'The completion has no prompt'],
  ['a list of prompts', [{ model, prompt: [PROMPT] }], 'invalid_request', '"prompt" is an array; allowed is a string'],
  ['no model', [{ prompt: PROMPT }], 'empty_model', 'names no model'],
  ['an unknown key', [{ model, prompt: PROMPT, tools: [] }], 'invalid_request', 'Unknown key "tools"'],
];
refuses('a completion', (request) => client.complete(request as never), COMPLETIONS);
refuses('a stream of a completion', (request) => client.completeStream(request as never).response(), COMPLETIONS);

refuses('an embedding', (request) => client.embed(request as never), [
  ['no input', [{ model }], 'empty_text', 'nothing to embed'],
  ['an empty text', [{ model, input: '' }], 'empty_text', 'nothing to embed'],
  ['no texts', [{ model, input: [] }], 'empty_text', 'nothing to embed'],
  ['an empty text among others', [{ model, input: [PROMPT, ''] }], 'empty_text', '"input[1]" is empty'],
  ['no texts at all', [{ model, input: [7391] }], 'invalid_request', '"input" is an array; allowed is a string'],
  ['no model', [{ input: PROMPT }], 'empty_model', 'names no model'],
  ['dimensions of nothing', [{ model, input: PROMPT, dimensions: 0 }], 'invalid_request', '"dimensions" is 0'],
]);

describe('models', () => {
  const { models } = client;
  const noModel: readonly Case[] = [
    ['no model', [{}], 'empty_model', 'names no model'],
    ['an empty model', [{ model: ' ' }], 'empty_model', 'names no model'],
    ['a wrong type', [{ model: 5 }], 'invalid_request', '"model" is a number'],
    ['an unknown key', [{ model, ctx: 5 }], 'invalid_request', 'Unknown key "ctx"'],
    ['no request', [], 'invalid_request', 'The request is undefined'],
  ];
  refuses('load', (request) => models.load(request as never), noModel);
  refuses('ensureLoaded', (request) => models.ensureLoaded(request as never), noModel);
  refuses('download', (request) => models.download(request as never), noModel);
  refuses('load has numbers', (request) => models.load(request as never), [
    ['a context of text', [{ model, contextLength: '8k' }], 'invalid_request', '"contextLength" is a string'],
  ]);

  const noId: readonly Case[] = [
    ['none', [], 'empty_model', 'names no model'],
    ['an empty one', [''], 'empty_model', 'names no model'],
    ['a number', [5], 'invalid_request', '"model" is a number'],
  ];
  refuses('isRunning', (id) => models.isRunning(id as never), noId);
  refuses('assertRunning', (id) => models.assertRunning(id as never), noId);

  const ids = (code: ErrorCode): readonly Case[] => [
    ['none', [], code, 'needs the'],
    ['an empty one', [''], code, 'needs the'],
    ['a blank one', [' '], code, 'needs the'],
    ['a number', [5], code, 'needs the'],
  ];
  refuses('unload', (id) => models.unload(id as never), ids('empty_instance_id'));
  refuses('downloadStatus', (id) => models.downloadStatus(id as never), ids('empty_job_id'));
  refuses('watchDownload', async (id, options) => models.watchDownload(id as never, options as never).next(), [
    ...ids('empty_job_id'),
    ['a job without a usable id', [{ status: 'downloading', jobId: '' }], 'empty_job_id', 'needs the'],
    ['a wrong interval', ['job', { intervalMs: Number.NaN }], 'invalid_request', '"options.intervalMs" is NaN'],
    ['an unknown key', ['job', { interval: 5 }], 'invalid_request', 'Did you mean "intervalMs"?'],
  ]);
});

describe('what is right passes', () => {
  test('undefined counts as unset, everywhere', async () => {
    await client.chat(
      {
        model,
        messages: [{ role: 'user', content: 'a', toolCalls: undefined } as never],
        seed: undefined,
        tools: undefined,
      },
      {
        signal: undefined,
        timeout: undefined,
        timeouts: { idle: undefined },
        retry: { maxRetries: undefined },
        route: undefined,
      },
    );
    expect(plugin.calls.at(-1)?.method).toBe('chat');
  });

  test('every field of a chat', async () => {
    const request = {
      model,
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'a' }] },
        {
          role: 'user',
          content: [
            { type: 'image', image: new Uint8Array([1]), mediaType: 'image/png', detail: 'low' },
            { type: 'image', image: new URL('https://example.test/a.png') },
            { type: 'image', image: Buffer.from('x') },
          ],
        },
        { role: 'assistant', toolCalls: [{ ...call, input: {}, parseError: undefined }], reasoning: 'hm' },
        { role: 'tool', toolCallId: '1', content: '' },
      ],
      temperature: 0,
      topP: 1,
      topK: 40,
      minP: 0,
      repeatPenalty: 1.1,
      frequencyPenalty: -2,
      presencePenalty: 2,
      maxOutputTokens: 1,
      stop: ['a', 'b'],
      seed: -1,
      tools: [
        { name: 'f', description: 'd', parameters: {}, strict: true },
        { name: 'g', parameters: () => true },
      ],
      toolChoice: { type: 'tool', name: 'f' },
      responseFormat: { type: 'json_schema', schema: {}, name: 'n', description: 'd', strict: true },
      reasoning: 'minimal',
      logprobs: 5,
      previousResponseId: 'r',
      store: false,
      integrations: [
        'mcp/x',
        { type: 'plugin', id: 'x', allowedTools: ['a'] },
        { type: 'ephemeral_mcp', serverLabel: 'l', serverUrl: 'https://u', headers: { a: 'b' } },
      ],
      contextLength: 1,
      ttlSeconds: 60,
      extra: { anything: [1] },
    };
    await client.chat(request as never);
    expect(plugin.calls.at(-1)?.request).toEqual(request);
  });
});
