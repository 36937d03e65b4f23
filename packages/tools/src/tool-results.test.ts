import { LmError } from '@lmux/core';
import { collect, failOnUnhandledRejections } from '@lmux/test-support';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { calling, messages, PARIS, toolClient, weather } from '../test/tool-client.js';
import type { FakeToolCall } from '@lmux/core/testing';
import { runTools, tool, type Tool, type ToolApproval, type ToolRunEvent, type ToolRunOptions } from './index.js';

failOnUnhandledRejections();

/** Runs one call. Returns what the model receives, and the events of the tool. */
async function runCall(call: FakeToolCall | string, tools: readonly Tool[], options: ToolRunOptions = {}) {
  const { client } = toolClient([calling(call), 'Done.']);
  const events = await collect(runTools(client, { tools, messages }, options));
  const finish = events.at(-1);
  const [, result] = finish?.type === 'finish' ? finish.response.messages : [];
  return {
    content: result?.content,
    events: events.filter(({ type }) => type.startsWith('tool-run')),
    text: finish?.type === 'finish' ? finish.response.text : undefined,
  };
}

const errorOf = (content: unknown): string => (JSON.parse(String(content)) as { error: string }).error;
const typesOf = (events: readonly ToolRunEvent[]): string[] => events.map(({ type }) => type);

describe('the model is told', () => {
  test.each<[what: string, call: FakeToolCall, tools: Tool[], error: string]>([
    ['that the arguments are not JSON', { ...PARIS, arguments: '{"city": "Par' }, [weather], 'not valid JSON'],
    ['the issues of the input', { ...PARIS, input: { city: 7 } }, [weather], 'city: Invalid input: expected string'],
    ['which tools exist', { name: 'get_wether' }, [weather, tool({ name: 'b' })], 'The tools are: get_weather, b.'],
    [
      'what a schema throws',
      PARIS,
      [
        tool({
          name: 'get_weather',
          parameters: z.object({ city: z.string().transform((text) => new URL(text)) }),
          run: () => 1,
        }),
      ],
      'Invalid URL',
    ],
  ])('%s, and the tool is not run', async (_, call, tools, error) => {
    const { content, events, text } = await runCall(call, tools);
    expect(errorOf(content)).toContain(error);
    expect(events).toMatchObject([{ type: 'tool-run-start' }, { type: 'tool-run-end', error: errorOf(content) }]);
    expect(text).toBe('Done.');
  });

  test('at most 20 issues', async () => {
    const parameters = z.object({ list: z.array(z.string()) });
    const many = tool({ name: 'many', parameters, run: () => 1 });
    const { content } = await runCall({ name: 'many', input: { list: Array(50).fill(1) } }, [many]);
    expect(errorOf(content)).toMatch(/^The arguments are not valid\. list\.0: .*; list\.19: [^;]*; 30 more$/);
  });

  test.each<[what: string, thrown: unknown, error: string]>([
    ['an error', new TypeError('no such city'), 'no such city'],
    ['an error without a message', new RangeError(), 'RangeError'],
    ['an error of lmux', new LmError('closed', 'The client is closed.'), 'The client is closed.'],
    ['undefined', undefined, 'The tool failed without a reason.'],
    ['null', null, 'The tool failed without a reason.'],
    ['a number', 7, 'The tool failed without a reason.'],
    ['a string', 'no such city', 'no such city'],
    ['a stack', 'no such city\n    at run (/app/weather.js:1:1)\n    at async x', 'no such city'],
    ['an object', { message: 'no such city' }, 'no such city'],
    [
      'a password in a URL',
      new Error('GET https://me:hunter2@host.test/a failed'),
      'GET https://***@host.test/a failed',
    ],
    ['a bearer token', new Error('sent Bearer abc.def.ghi to the server'), 'sent *** to the server'],
    ['a key', new Error('rejected sk-abcdefghijklmnop'), 'rejected ***'],
    [
      'an error whose message throws',
      {
        get message() {
          throw new Error('boom');
        },
      },
      'The tool failed without a reason.',
    ],
  ])('what a tool throws: %s', async (_, thrown, error) => {
    const broken = tool({ name: 'broken', run: () => Promise.reject(thrown as Error) });
    const { content, events, text } = await runCall('broken', [broken]);
    expect(errorOf(content)).toContain(error);
    expect(content).not.toMatch(/hunter2|abc\.def|abcdefghij|weather\.js/);
    expect(typesOf(events)).toEqual(['tool-run-start', 'tool-run-end']);
    expect((events[1] as { cause?: unknown }).cause).toBe(thrown);
    expect(JSON.parse(JSON.stringify(events[1]))).toMatchObject({ error: errorOf(content) });
    expect(Object.keys(events[1] ?? {})).not.toContain('cause');
    expect(text).toBe('Done.');
  });

  test('that a result cannot be written as JSON', async () => {
    const { content, text } = await runCall('big', [tool({ name: 'big', run: () => 1n })]);
    expect(errorOf(content)).toContain('cannot be written as JSON, because it contains a bigint');
    expect(text).toBe('Done.');
  });
});

describe('the input', () => {
  test('is what the schema validated', async () => {
    const run = vi.fn<(input: unknown) => number>();
    const parameters = z.object({ n: z.string().transform(Number), level: z.int().default(3) });
    await runCall({ name: 'a', input: { n: '7' } }, [tool({ name: 'a', parameters, run })]);
    expect(run.mock.calls[0]?.[0]).toEqual({ n: 7, level: 3 });
  });

  test.each<[kind: string, parameters: object | undefined, input: object]>([
    ['is not validated with JSON Schema', { type: 'object', properties: { x: { type: 'string' } } }, { x: 7 }],
    ['is empty without parameters', undefined, {}],
  ])('%s', async (_, parameters, input) => {
    const run = vi.fn<(input: unknown) => number>();
    await runCall({ name: 'a', input: { x: 7 } }, [{ name: 'a', parameters: parameters as never, run }]);
    expect(run.mock.calls[0]?.[0]).toEqual(input);
  });

  test('fails the run if it is not valid, with onInvalidInput "throw"', async () => {
    for (const call of [
      { ...PARIS, arguments: '{"city": SECRET-1' },
      { ...PARIS, input: { city: ['SECRET-1'] } },
    ]) {
      const { client } = toolClient([calling(call)]);
      const stream = runTools(client, { tools: [weather], messages }, { onInvalidInput: 'throw' });
      await expect(stream.response()).rejects.toMatchObject({
        code: 'object_invalid',
        message: expect.not.stringContaining('SECRET-1'),
      });
      expect(stream.steps).toMatchObject([{ response: { toolCalls: [{ name: 'get_weather' }] } }]);
      expect(stream.messages.map(({ role }) => role)).toEqual(['assistant', 'tool']);
    }
  });
});

test('a call of a tool without run that is not valid is told to the model', async () => {
  const ask = tool({ name: 'ask', parameters: z.object({ question: z.string() }) });
  const { content, text } = await runCall({ name: 'ask', input: {} }, [ask]);
  expect(errorOf(content)).toContain('question: ');
  expect(text).toBe('Done.');
});

describe('approve', () => {
  test.each<[approval: ToolApproval, content: string, types: string[]]>([
    ['run', '{"city":"Paris","celsius":21}', ['tool-run-start', 'tool-run-end']],
    [{ input: { city: 'Rome' } }, '{"city":"Rome","celsius":21}', ['tool-run-start', 'tool-run-end']],
    ['deny', '{"error":"The call was denied, so the tool was not run."}', ['tool-run-denied']],
    [
      { deny: 'Not today.' },
      '{"error":"The call was denied, so the tool was not run. Reason: Not today."}',
      ['tool-run-denied'],
    ],
  ])('may return %j', async (approval, content, types) => {
    const seen: unknown[] = [];
    const approve: ToolRunOptions['approve'] = async (call, { signal }) => {
      seen.push(call.input, signal.aborted);
      return approval;
    };
    const result = await runCall(PARIS, [weather], { approve });
    expect([result.content, typesOf(result.events)]).toEqual([content, types]);
    expect(seen).toEqual([{ city: 'Paris' }, false]);
  });

  test('validates another input too', async () => {
    const { content } = await runCall(PARIS, [weather], { approve: () => ({ input: { city: 7 } }) });
    expect(errorOf(content)).toContain('city: Invalid input');
  });

  test('is not asked about a call that cannot be run', async () => {
    const approve = vi.fn<() => 'run'>();
    await runCall('unknown', [weather], { approve });
    await runCall({ ...PARIS, input: {} }, [weather], { approve });
    expect(approve).not.toHaveBeenCalled();
  });

  test.each<[kind: string, approve: () => unknown, message: string]>([
    ['throws', () => Promise.reject(new TypeError('boom')), '"approve" of runTools() threw an error (TypeError)'],
    [
      'returns true',
      () => true,
      '"approve" must return "run", "deny", { deny: reason } or { input: object }; received true.',
    ],
    ['returns nothing', () => {}, 'received undefined.'],
    ['denies without a reason', () => ({ deny: true }), 'received an object.'],
    ['returns what a regular expression found', () => /^a/.exec('a'), 'received an array.'],
    ['has no input', () => ({ input: undefined }), 'received an object.'],
    ['has a text as input', () => ({ input: 'Rome' }), 'received an object.'],
    [
      'returns an object that throws',
      () => ({
        get deny(): string {
          throw new TypeError('boom');
        },
      }),
      'threw an error (TypeError)',
    ],
  ])('fails the run if it %s', async (_, approve, message) => {
    const run = vi.fn<() => number>();
    const { client } = toolClient([calling('a', 'a')]);
    const options = { approve: approve as () => 'run' };
    const stream = runTools(client, { tools: [tool({ name: 'a', run })], messages }, options);
    await expect(stream.response()).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(message),
    });
    expect(run).not.toHaveBeenCalled();
    expect(stream.messages).toHaveLength(3);
  });
});
