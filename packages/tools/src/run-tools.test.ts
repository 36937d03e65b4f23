import { LmError, type Message } from '@lmux/core';
import { collect, failOnUnhandledRejections } from '@lmux/test-support';
import { describe, expect, test, vi } from 'vitest';
import { calling, messages, PARIS, toolClient, weather } from '../test/tool-client.js';
import { runTools, tool, type NextStep, type Tool } from './index.js';

failOnUnhandledRejections();

const RESULT = { role: 'tool', toolCallId: 'call-0', content: '{"city":"Paris","celsius":21}' };

describe('a run', () => {
  test('sends the results until the model calls no tool', async () => {
    const { plugin, client } = toolClient([calling(PARIS), 'It is 21 degrees.']);
    const history: Message[] = [...messages];
    const stream = runTools(client, { tools: [weather], messages: history, system: 'Be brief.', temperature: 0 });
    expect(plugin.calls).toEqual([]);
    const response = await stream.response();
    expect(response).toMatchObject({ text: 'It is 21 degrees.', toolCalls: [], finishReason: { unified: 'stop' } });
    const assistant = { role: 'assistant', toolCalls: [{ id: 'call-0', name: 'get_weather' }] };
    expect(response.messages).toMatchObject([assistant, RESULT, { role: 'assistant', content: 'It is 21 degrees.' }]);
    expect(response.steps).toMatchObject([
      { index: 0, response: { toolCalls: [{ id: 'call-0' }] }, results: [RESULT] },
      { index: 1, response: { text: 'It is 21 degrees.' }, results: [] },
    ]);
    expect([stream.steps, stream.messages]).toEqual([response.steps, response.messages]);
    expect(history).toEqual(messages);
    const [first, second] = plugin.recordedRequests;
    const { name, description, parameters } = weather;
    expect(first).toMatchObject({ temperature: 0, tools: [{ name, description, parameters }] });
    expect(first?.tools?.[0]).not.toHaveProperty('run');
    expect(second?.messages.slice(-2)).toMatchObject([assistant, RESULT]);
  });

  test('has the grammar of a chat, with the events of steps and tools in between', async () => {
    const { client } = toolClient([{ text: 'Look.', ...calling(PARIS, 'slow') }, 'Done.']);
    const slow = tool({
      name: 'slow',
      run(_, { progress, toolCall }) {
        progress({ done: 0.5, id: toolCall.id });
        return 'slow result';
      },
    });
    const events = await collect(runTools(client, { tools: [weather, slow], messages }));
    const types = events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);
    expect(types).toEqual([
      'start',
      'step-start',
      'text-start',
      'text-delta',
      'text-end',
      'tool-call-start',
      'tool-call-delta',
      'tool-call-start',
      'tool-call-delta',
      'tool-call-end',
      'step-end',
      'tool-run-start',
      'tool-run-end',
      'tool-run-start',
      'tool-run-progress',
      'tool-run-end',
      'step-start',
      'text-start',
      'text-delta',
      'text-end',
      'step-end',
      'finish',
    ]);
    expect(events.filter(({ type }) => type === 'tool-run-end' || type === 'tool-run-progress')).toMatchObject([
      { toolCall: { id: 'call-0', name: 'get_weather' }, result: { city: 'Paris', celsius: 21 } },
      { toolCall: { id: 'call-1', name: 'slow' }, value: { done: 0.5, id: 'call-1' } },
      { toolCall: { id: 'call-1', name: 'slow' }, result: 'slow result' },
    ]);
    expect(events.filter(({ type }) => type.startsWith('step-'))).toMatchObject([
      { type: 'step-start', index: 0 },
      { type: 'step-end', index: 0, response: { text: 'Look.' } },
      { type: 'step-start', index: 1 },
      { type: 'step-end', index: 1, response: { text: 'Done.' } },
    ]);
  });

  test('returns the text of all steps, also as a web stream', async () => {
    const replies = [{ text: 'Look. ', ...calling(PARIS) }, 'Done.'];
    const request = { tools: [weather], messages };
    const texts = await collect(runTools(toolClient(replies).client, request).text());
    expect(texts.join('')).toBe('Look. Done.');
    const events = await collect(runTools(toolClient(replies).client, request).toReadableStream());
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(['start', 'finish']);
  });

  test('sums the usage of all steps, and has each warning once', async () => {
    const usages = [
      { inputTokens: 5, outputTokens: 1 },
      { inputTokens: 9, reasoningTokens: 2 },
    ];
    const { client } = toolClient([
      { ...calling(PARIS), usage: usages[0] },
      { text: 'Done.', usage: usages[1] },
    ]);
    const request = { tools: [weather], messages, temperature: 0 };
    const { usage, warnings, steps } = await runTools(client, request, { collect: false }).response();
    expect(usage).toEqual({ inputTokens: 14, outputTokens: 1, reasoningTokens: 2 });
    expect(steps.map(({ response }) => response.usage)).toEqual(usages);
    expect(warnings).toEqual(steps[1]?.response.warnings);
  });

  test('passes the options of a call to each chat, and its own to none', async () => {
    const { plugin, client } = toolClient([calling(PARIS), 'Done.']);
    const options = { headers: { 'x-a': '1' }, retry: 0, timeouts: { total: 9000 } } as const;
    await runTools(client, { tools: [weather], messages }, { ...options, maxSteps: 2, concurrency: 2 }).response();
    expect(plugin.calls.map(({ call }) => call.options)).toMatchObject([options, options]);
    expect(plugin.calls[0]?.call.options).not.toHaveProperty('maxSteps');
  });

  test('runs calls one after another, or as many as allowed at once, with their results in order', async () => {
    const counts = await Promise.all(
      [undefined, 2, 9].map(async (concurrency) => {
        let [running, most] = [0, 0];
        const count = tool({
          name: 'count',
          async run(_, { toolCall }) {
            running += 1;
            most = Math.max(most, running);
            for (let turns = toolCall.id === 'call-0' ? 9 : 1; turns > 0; turns -= 1) await Promise.resolve();
            running -= 1;
            return toolCall.id;
          },
        });
        const { client } = toolClient([calling('count', 'count', 'count'), 'Done.']);
        const { messages: all } = await runTools(client, { tools: [count], messages }, { concurrency }).response();
        return [most, ...all.flatMap((message) => (message.role === 'tool' ? [message.content] : []))];
      }),
    );
    const ids = ['call-0', 'call-1', 'call-2'];
    expect(counts).toEqual([
      [1, ...ids],
      [2, ...ids],
      [3, ...ids],
    ]);
  });
});

test('a forced tool choice applies to the first step only', async () => {
  const choices = ['required', { name: 'get_weather' }, 'auto'] as const;
  for (const toolChoice of choices) {
    const { plugin, client } = toolClient([calling(PARIS), 'Done.']);
    await runTools(client, { tools: [weather], messages, toolChoice }).response();
    expect(plugin.recordedRequests.map((request) => request.toolChoice)).toEqual([toolChoice, 'auto']);
  }
});

test('a source of tools is read before each step', async () => {
  const { plugin, client } = toolClient([calling('first'), calling('second'), 'Done.']);
  const names = ['first', 'second', 'third'];
  const source = {
    tools: vi.fn<() => Promise<Tool[]>>(async () => [tool({ name: names.shift() ?? '', run: () => 'ok' })]),
  };
  await runTools(client, { tools: [weather, source], messages }).response();
  const sent = plugin.recordedRequests.map(({ tools = [] }) => tools.map(({ name }) => name));
  expect(sent).toEqual(['first', 'second', 'third'].map((name) => ['get_weather', name]));
});

describe('prepareStep', () => {
  test('changes one step', async () => {
    const { plugin, client } = toolClient([calling('other'), calling(PARIS), 'Done.']);
    const seen: NextStep[] = [];
    const other = tool({ name: 'other', run: () => 'ok' });
    const brief = [{ role: 'user', content: 'Brief.' }] as const;
    const changes = [
      { tools: [other], toolChoice: 'required' },
      undefined,
      { model: 'large', messages: brief },
    ] as const;
    const prepareStep = async (next: NextStep) => {
      seen.push(next);
      return changes[next.index];
    };
    const { messages: all } = await runTools(client, { tools: [weather], messages }, { prepareStep }).response();
    expect(plugin.recordedRequests).toMatchObject([
      { model: 'fake-model', tools: [{ name: 'other' }], toolChoice: 'required' },
      { model: 'fake-model', tools: [{ name: 'get_weather' }] },
      { model: 'large', messages: brief },
    ]);
    expect(seen.map(({ steps, messages: sent }) => [steps.length, sent.length])).toEqual([
      [0, 1],
      [1, 3],
      [2, 5],
    ]);
    expect(all).toHaveLength(5);
  });

  const notValid = 'The result of "prepareStep" is not valid.';
  const notChanges = '"prepareStep" must return nothing or an object with changes of the request';

  test.each<[kind: string, changes: unknown, message: string]>([
    ['an unknown field', { color: 'x' }, `${notValid} Unknown key "color"`],
    ['a wrong field', { temperature: 'hot' }, `${notValid} "temperature" must be`],
    ['an option', { maxSteps: 2 }, `${notValid} Unknown key "maxSteps"`],
    ['something else', 7, `${notChanges}; received a number.`],
    ['a list', [], `${notChanges}; received an array.`],
    ['tools that are not a list', { tools: weather }, `${notChanges}; received an object.`],
    [
      'a wrong tool',
      { tools: [weather, { name: 'x', execute() {} }] },
      `${notValid} Unknown key "tools[1].execute". Use`,
    ],
  ])('fails the run with %s', async (_, changes, message) => {
    const { plugin, client } = toolClient([]);
    const stream = runTools(client, { tools: [weather], messages }, { prepareStep: () => changes as object });
    await expect(stream.response()).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(message),
    });
    expect(plugin.calls).toEqual([]);
  });

  test('is named by the error of a step without messages', async () => {
    const { client } = toolClient([]);
    const stream = runTools(client, { tools: [weather], messages }, { prepareStep: () => ({ messages: [] }) });
    await expect(stream.response()).rejects.toMatchObject({
      code: 'empty_prompt',
      message: expect.stringContaining(notValid),
      cause: { code: 'empty_prompt' },
    });
  });

  test('is not named by errors that it has no part in', async () => {
    const error = new LmError('overloaded', 'Too busy.');
    const replies = toolClient([{ text: 'x', error }]).client;
    const changed = runTools(replies, { tools: [weather], messages }, { prepareStep: () => ({ temperature: 0 }) });
    await expect(changed.response()).rejects.toMatchObject({ message: 'Too busy.' });
    const request = { tools: [weather], messages, temperature: 'hot' as never };
    const unchanged = runTools(toolClient([]).client, request, { prepareStep: () => undefined });
    await expect(unchanged.response()).rejects.toMatchObject({
      message: expect.stringMatching(/^"temperature" must be/),
    });
  });
});
