import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../errors/error-code.js';
import { LmError } from '../errors/lm-error.js';
import type { LmClient } from '../contract/lm-client.js';
import { createClient } from '../client/create-client.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { OPTIONS } from '../../test/support/wrong-options.js';
import { call, type Case, FIELDS, MESSAGES, model, PROMPT } from '../../test/support/wrong-requests.js';

type Loose = (...args: unknown[]) => unknown;

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
  ['no model', [{ prompt: PROMPT }], 'empty_model', 'has no default model'],
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
  ['no model', [{ input: PROMPT }], 'empty_model', 'has no default model'],
  ['dimensions of nothing', [{ model, input: PROMPT, dimensions: 0 }], 'invalid_request', '"dimensions" is 0'],
]);

describe('models', () => {
  const { models } = client;
  const noModel: readonly Case[] = [
    ['no model', [{}], 'empty_model', 'has no default model'],
    ['an empty model', [{ model: ' ' }], 'empty_model', 'has no default model'],
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
    ['none', [], 'empty_model', 'has no default model'],
    ['an empty one', [''], 'empty_model', 'has no default model'],
    ['a number', [5], 'invalid_request', '"model" is a number'],
  ];
  refuses('isRunning', (id) => models.isRunning(id as never), noId);
  refuses('assertRunning', (id) => models.assertRunning(id as never), noId);

  const ids = (code: ErrorCode): readonly Case[] => [
    ['none', [], code, 'requires the'],
    ['an empty one', [''], code, 'requires the'],
    ['a blank one', [' '], code, 'requires the'],
    ['a number', [5], code, 'requires the'],
  ];
  refuses('unload', (id) => models.unload(id as never), ids('empty_instance_id'));
  refuses('downloadStatus', (id) => models.downloadStatus(id as never), ids('empty_job_id'));
  refuses('watchDownload', async (id, options) => models.watchDownload(id as never, options as never).next(), [
    ...ids('empty_job_id'),
    ['a job without a usable id', [{ status: 'downloading', jobId: '' }], 'empty_job_id', 'requires the'],
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
