import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../errors/error-code.js';
import { LmError } from '../errors/lm-error.js';
import type { LmClient } from '../contract/lm-client.js';
import { createClient } from '../client/create-client.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { OPTIONS } from '../../test/support/wrong-options.js';
import { ASSISTANT_MESSAGES } from '../../test/support/wrong-assistant-messages.js';
import { call, type Case, FIELDS, MESSAGES, model, PROMPT } from '../../test/support/wrong-requests.js';

type Loose = (...args: unknown[]) => unknown;

const plugin = fakeProvider();

const client: LmClient = createClient({ plugins: [plugin], config: { provider: 'fake' } });

/** Runs an invalid call. Returns its error after checking that nothing was sent and that the error contains no user content. */
async function refusal(method: Loose, args: unknown[]): Promise<LmError> {
  const before = plugin.calls.length;
  const error: unknown = await (async () => method(...args))().catch((caught: unknown) => caught);
  expect(plugin.calls.length).toBe(before);
  expect(error).toBeInstanceOf(LmError);
  const shown = `${String(error)} ${JSON.stringify(error)} ${String((error as LmError).stack)}`;
  expect(shown).not.toContain('7391');
  expect((error as LmError).message.length).toBeLessThan(500);
  expect(error).toMatchObject({ provider: 'fake' });
  return error as LmError;
}

function refuses(what: string, method: Loose, cases: readonly Case[]): void {
  describe(`${what} rejects`, () => {
    test.each(cases)('%s', async (_name, args, code, message) => {
      const error = await refusal(method, args);
      expect({ code: error.code, message: error.message }).toEqual({ code, message: expect.stringContaining(message) });
    });
  });
}

refuses('chat()', (request) => client.chat(request as never), [...MESSAGES, ...ASSISTANT_MESSAGES]);

refuses('chat()', (request) => client.chat(request as never), FIELDS);

refuses('chat()', (request, options) => client.chat(request as never, options as never), OPTIONS);

refuses('explain()', (request) => client.explain(request as never), [
  ...MESSAGES,
  ...ASSISTANT_MESSAGES,
  ...FIELDS.filter(([, , code]) => code !== 'empty_model'),
]);

refuses(
  'reading chatStream()',
  async (request, options) => {
    const stream = client.chatStream(request as never, options as never);
    for await (const event of stream) throw new Error(`unexpected ${event.type}`);
  },
  [...MESSAGES, ...ASSISTANT_MESSAGES, ...FIELDS, ...OPTIONS],
);

const COMPLETIONS: readonly Case[] = [
  ['no prompt', [{ model }], 'empty_prompt', 'The completion has no prompt'],
  ['an empty prompt', [{ model, prompt: '' }], 'empty_prompt', 'The completion has no prompt'],
  [
    'a list of prompts',
    [{ model, prompt: [PROMPT] }],
    'invalid_request',
    '"prompt" must be a string; received an array.',
  ],
  ['no model', [{ prompt: PROMPT }], 'empty_model', 'has no default model'],
  ['an unknown key', [{ model, prompt: PROMPT, tools: [] }], 'invalid_request', 'Unknown key "tools"'],
];

refuses('complete()', (request) => client.complete(request as never), COMPLETIONS);

refuses('completeStream()', (request) => client.completeStream(request as never).response(), COMPLETIONS);

refuses('embed()', (request) => client.embed(request as never), [
  ['a text', ['x'], 'invalid_request', 'The request must be an object with "input"; received a string.'],
  ['no input', [{ model }], 'empty_text', 'The embedding request has no input.'],
  ['an empty text', [{ model, input: '' }], 'empty_text', 'The embedding request has no input.'],
  ['an empty array', [{ model, input: [] }], 'empty_text', 'The embedding request has no input.'],
  [
    'an empty text among others',
    [{ model, input: [PROMPT, ''] }],
    'empty_text',
    '"input[1]" is an empty string. Remove empty strings from "input".',
  ],
  [
    'an array of numbers',
    [{ model, input: [7391] }],
    'invalid_request',
    '"input" must be a string or an array of strings; received an array.',
  ],
  ['no model', [{ input: PROMPT }], 'empty_model', 'has no default model'],
  [
    'dimensions of 0',
    [{ model, input: PROMPT, dimensions: 0 }],
    'invalid_request',
    '"dimensions" must be a positive integer; received 0.',
  ],
]);

describe('models', () => {
  const { models } = client;
  const noModel: readonly Case[] = [
    ['no model', [{}], 'empty_model', 'has no default model'],
    ['an empty model', [{ model: ' ' }], 'empty_model', 'has no default model'],
    ['a model of a wrong type', [{ model: 5 }], 'invalid_request', '"model" must be a string; received a number.'],
    ['an unknown key', [{ model, ctx: 5 }], 'invalid_request', 'Unknown key "ctx"'],
    ['no request', [], 'invalid_request', 'The request must be an object; received undefined.'],
  ];
  refuses('models.load()', (request) => models.load(request as never), noModel);
  refuses('models.ensureLoaded()', (request) => models.ensureLoaded(request as never), noModel);
  refuses('models.download()', (request) => models.download(request as never), noModel);
  refuses('models.load()', (request) => models.load(request as never), [
    [
      'a contextLength that is a string',
      [{ model, contextLength: '8k' }],
      'invalid_request',
      '"contextLength" must be a positive integer; received a string.',
    ],
  ]);

  describe.each(['isRunning', 'assertRunning', 'unloadAll'] as const)('%s', (method) => {
    refuses(`models.${method}()`, (id) => models[method](id as never), [
      ['no id', [], 'empty_model', `models.${method}() requires the name of a model; received undefined.`],
      [
        'an empty id',
        [''],
        'empty_model',
        `models.${method}() requires the name of a model; received an empty string.`,
      ],
      ['a blank id', [' '], 'empty_model', 'received a string of whitespace.'],
      ['a number', [5], 'invalid_request', '"model" must be a string; received a number.'],
    ]);
  });

  const ids = (code: ErrorCode): readonly Case[] => [
    ['no id', [], code, 'requires the'],
    ['an empty id', [''], code, 'requires the'],
    ['a blank id', [' '], code, 'requires the'],
    ['a number', [5], code, 'requires the'],
  ];
  refuses('models.unload()', (id) => models.unload(id as never), ids('empty_instance_id'));
  refuses('models.downloadStatus()', (id) => models.downloadStatus(id as never), ids('empty_job_id'));
  refuses('models.watchDownload()', async (id, options) => models.watchDownload(id as never, options as never).next(), [
    ...ids('empty_job_id'),
    ['a job without a usable id', [{ status: 'downloading', jobId: '' }], 'empty_job_id', 'requires the'],
    [
      'a wrong interval',
      ['job', { intervalMs: Number.NaN }],
      'invalid_request',
      '"options.intervalMs" must be a non-negative number; received NaN.',
    ],
    ['an unknown key', ['job', { interval: 5 }], 'invalid_request', 'Did you mean "intervalMs"?'],
  ]);
});

describe('a valid chat request', () => {
  test('may have undefined in every unset field', async () => {
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

  test('may have every field', async () => {
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
        {
          role: 'assistant',
          toolCalls: [{ ...call, providerMetadata: { source: { signature: 's' } } }],
          reasoning: [{ type: 'reasoning', text: '', providerMetadata: {} }],
          providerMetadata: undefined,
        },
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
      parallelToolCalls: false,
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
