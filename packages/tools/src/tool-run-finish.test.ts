import { collect, failOnUnhandledRejections } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { calling, messages, PARIS, toolClient, weather } from '../test/tool-client.js';
import { runTools, tool, type ToolRunStep } from './index.js';

failOnUnhandledRejections();

const RESULT = { role: 'tool', toolCallId: 'call-0', content: '{"city":"Paris","celsius":21}' };

describe('a run ends', () => {
  test('after maxSteps, with the results of the last calls and a warning', async () => {
    const { plugin, client } = toolClient(() => calling({ ...PARIS, input: { city: `${Math.random()}` } }));
    const events = await collect(runTools(client, { tools: [weather], messages }, { maxSteps: 2 }));
    expect(plugin.recordedRequests).toHaveLength(2);
    const [warning, finish] = events.slice(-2);
    expect(warning).toMatchObject({ type: 'warning', warning: { code: 'max_steps_reached' } });
    expect(finish).toMatchObject({
      response: { toolCalls: [{ name: 'get_weather' }], warnings: [{ code: 'max_steps_reached' }] },
    });
    expect((finish?.type === 'finish' ? finish.response.messages : []).map(({ role }) => role)).toEqual([
      'assistant',
      'tool',
      'assistant',
      'tool',
    ]);
  });

  test('after 8 steps by default', async () => {
    let count = 0;
    const { plugin, client } = toolClient(() => calling({ name: 'get_weather', input: { city: `${(count += 1)}` } }));
    await runTools(client, { tools: [weather], messages }).response();
    expect(plugin.recordedRequests).toHaveLength(8);
  });

  test('when stopWhen returns true, with the results of the step', async () => {
    const { plugin, client } = toolClient([calling(PARIS), calling(PARIS)]);
    const seen: ToolRunStep[] = [];
    const stopWhen = async (step: ToolRunStep) => seen.push(step) === 2;
    const {
      toolCalls,
      messages: all,
      warnings,
    } = await runTools(client, { tools: [weather], messages }, { stopWhen }).response();
    expect(plugin.recordedRequests).toHaveLength(2);
    expect([toolCalls.length, all.length, warnings]).toEqual([1, 4, []]);
    expect(seen).toMatchObject([
      { index: 0, results: [RESULT] },
      { index: 1, results: [RESULT] },
    ]);
  });

  test('with the calls of a tool without run, after the others of the step were run', async () => {
    const ask = tool({ name: 'ask_user', parameters: { type: 'object' } });
    const { client } = toolClient([calling('ask_user', PARIS, { name: 'ask_user', input: { a: 1 } })]);
    const response = await runTools(client, { tools: [weather, ask], messages }).response();
    expect(response.toolCalls.map(({ id, input }) => [id, input])).toEqual([
      ['call-0', {}],
      ['call-2', { a: 1 }],
    ]);
    expect(response.messages).toMatchObject([
      { role: 'assistant', toolCalls: [{ id: 'call-0' }, { id: 'call-1' }, { id: 'call-2' }] },
      { role: 'tool', toolCallId: 'call-1' },
    ]);
  });

  test.each([2, 3])('with limit_exceeded when the model repeats %s calls in turn', async (count) => {
    let sent = 0;
    const { plugin, client } = toolClient(() =>
      calling({ name: 'get_weather', input: { city: `${(sent += 1) % count}` } }),
    );
    const stream = runTools(client, { tools: [weather], messages }, { maxSteps: 20 });
    await expect(stream.response()).rejects.toMatchObject({ code: 'limit_exceeded' });
    expect(plugin.recordedRequests).toHaveLength(count * 3);
  });

  test('with limit_exceeded when the model repeats the same calls with the same results', async () => {
    const { plugin, client } = toolClient(() => ({ text: 'Again. ', ...calling(PARIS) }));
    const stream = runTools(client, { tools: [weather], messages });
    await expect(stream.response()).rejects.toMatchObject({
      code: 'limit_exceeded',
      message: expect.stringContaining('made the same tool calls 3 times, with the same results.'),
      partial: { text: 'Again. Again. Again. ' },
    });
    expect(plugin.recordedRequests).toHaveLength(3);
    expect([stream.steps.length, stream.messages.length]).toEqual([3, 6]);
  });

  test('as usual after a call whose arguments are nested too deeply for JSON.stringify', async () => {
    const args = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const { client } = toolClient([calling({ name: 'a', arguments: args }), 'Done.']);
    const { text } = await runTools(client, { tools: [tool({ name: 'a', run: () => 'ok' })], messages }).response();
    expect(text).toBe('Done.');
  });

  test.each<[kind: string, run: () => unknown]>([
    ['the results differ', () => Math.random()],
    ['the results are images', () => ({ type: 'image', image: new Uint8Array([1]) })],
  ])('at maxSteps if the same calls are repeated, but %s', async (_, run) => {
    const { plugin, client } = toolClient(() => calling('poll'));
    await runTools(client, { tools: [tool({ name: 'poll', run })], messages }, { maxSteps: 5 }).response();
    expect(plugin.recordedRequests).toHaveLength(5);
  });
});

test.each<[what: string, result: unknown, received: string]>([
  ['nothing', undefined, 'undefined'],
  ['a truthy value', 1, 'a number'],
  ['a promise of something else', Promise.resolve('yes'), 'a string'],
  ['a function', () => true, 'a function'],
])('stopWhen that returns %s fails the run', async (_, result, received) => {
  const { plugin, client } = toolClient([calling(PARIS)]);
  const stream = runTools(client, { tools: [weather], messages }, { stopWhen: () => result as boolean });
  await expect(stream.response()).rejects.toMatchObject({
    code: 'invalid_request',
    message: `"stopWhen" must return a boolean; received ${received}.`,
  });
  expect([plugin.recordedRequests.length, stream.steps.length]).toEqual([1, 1]);
});

test('stopWhen may return a promise of a boolean', async () => {
  const { plugin, client } = toolClient([calling(PARIS), calling(PARIS)]);
  const stopWhen = ({ index }: { index: number }) => Promise.resolve(index === 1);
  await runTools(client, { tools: [weather], messages }, { stopWhen }).response();
  expect(plugin.recordedRequests).toHaveLength(2);
});
