import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallOptions, ChatRequest, ChatResponse, FinishReason, ToolCall } from '@lmux/core';
import { LmError } from '@lmux/core/provider';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readCases, toolsOf, type BfclCase } from '../scripts/measure-tools/bfcl-cases.ts';
import { measureChoice } from '../scripts/measure-tools/measure-choice.ts';
import { reportBfcl } from '../scripts/measure-tools/report-bfcl.ts';
import type { ToolClient } from '../scripts/measure-tools/send-tools.ts';
import { judgeError } from '../scripts/measure-tools/tool-outcome.ts';

const AREA = {
  name: 'area.of',
  description: 'The area',
  parameters: { type: 'dict', properties: { base: { type: 'integer' }, unit: { type: 'string' } }, required: ['base'] },
};
const CASE: BfclCase = {
  id: 'simple_python_0',
  question: [[{ role: 'user', content: 'The area of base 3?' }]],
  function: [AREA],
  ground_truth: [{ 'area.of': { base: [3], unit: ['m', ''] } }],
};

test('names are replaced only in the native mode, and stay different', () => {
  const item = { ...CASE, function: [AREA, { ...AREA, name: 'area of' }, { ...AREA, name: 'a'.repeat(80) }] };
  const namesOf = (mode: 'native' | 'emulated') => toolsOf(item, mode).map(({ definition }) => definition.name);
  expect(namesOf('native')).toEqual(['area_of', 'area_of_2', 'a'.repeat(60)]);
  expect(namesOf('emulated')).toEqual(['area.of', 'area of', 'a'.repeat(80)]);
});

interface Sent {
  readonly request: ChatRequest;
  readonly options: CallOptions | undefined;
}

/** Returns a client that responds to each request with the calls of a function, or fails with its error. */
function clientOf(
  respond: (sent: Sent) => readonly Partial<ToolCall>[] | Error,
  finish: FinishReason['unified'] = 'stop',
) {
  const sent: Sent[] = [];
  const chat = (request: ChatRequest, options?: CallOptions): Promise<ChatResponse> => {
    sent.push({ request, options });
    const toolCalls = respond({ request, options });
    if (toolCalls instanceof Error) return Promise.reject(toolCalls);
    const response = { toolCalls, finishReason: { unified: finish, raw: undefined }, usage: { outputTokens: 10 } };
    return Promise.resolve(response as unknown as ChatResponse);
  };
  return { client: { chat } as ToolClient, sent };
}

const emulateOf = ({ options }: Sent): unknown => (options as { readonly emulate?: string } | undefined)?.emulate;

/** Returns the calls with these inputs of the first tool of a request. */
const callsWith =
  (...inputs: unknown[]) =>
  ({ request }: Sent) =>
    inputs.map((input) => ({ name: request.tools?.[0]?.name ?? '', input }));

const refusal = new LmError('invalid_request', 'No.');

describe('the Berkeley Function Calling Leaderboard', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lmux-bfcl-'));
    const { ground_truth: _truth, ...irrelevant } = CASE;
    const long = { ...CASE, id: 'simple_python_1', question: [[{ role: 'user', content: 'Hi '.repeat(50) }]] };
    writeFileSync(
      join(folder, 'simple_python.jsonl'),
      `${[CASE, long].map((item) => JSON.stringify(item)).join('\n')}\n`,
    );
    writeFileSync(join(folder, 'irrelevance.jsonl'), JSON.stringify({ ...irrelevant, id: 'irrelevance_0' }));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('cases are the first ones, or the shortest of them in their order', () => {
    const idsOf = (cases: number, shortest: number) =>
      readCases('simple_python', { folder, cases, shortest }).map(({ id }) => id);
    expect([idsOf(9, 9), idsOf(1, 9), idsOf(9, 1)]).toEqual([
      ['simple_python_0', 'simple_python_1'],
      ['simple_python_0'],
      ['simple_python_0'],
    ]);
  });

  /** Sends the shortest case and the irrelevant one, natively and emulated. */
  async function report(client: ToolClient) {
    const onProgress = vi.fn<(line: string) => void>();
    const settings = [
      { mode: 'native', choice: 'auto' },
      { mode: 'emulated', choice: 'required' },
      { mode: 'emulated', choice: 'auto' },
    ] as const;
    const categories = ['simple_python', 'irrelevance'] as const;
    const options = { client, maxOutputTokens: 50, folder, cases: 60, shortest: 1, categories, settings, onProgress };
    return { ...(await reportBfcl(options)), onProgress };
  }

  test.each<[string, (sent: Sent) => readonly Partial<ToolCall>[] | Error, FinishReason['unified'], object, number]>([
    [
      'right calls',
      callsWith({ base: 3 }),
      'tool-calls',
      { outcome: 'valid', isRightFunction: true, isRight: true },
      0,
    ],
    [
      'other arguments',
      callsWith({ base: 4 }),
      'tool-calls',
      { outcome: 'valid', isRightFunction: true, isRight: false },
      0,
    ],
    ['a call too many', callsWith({ base: 3 }, { base: 3 }), 'stop', { outcome: 'valid', isRightFunction: false }, 0],
    ['no call', () => [], 'stop', { outcome: 'no call', isRight: false }, 0],
    ['invalid arguments', callsWith({ base: 'x' }), 'stop', { outcome: 'invalid', isRightFunction: false }, 3],
    [
      'arguments without a parsed object',
      () => [{ name: 'area.of', parseError: 'No.' }],
      'stop',
      { outcome: 'invalid' },
      3,
    ],
    ['an unknown tool', () => [{ name: 'area', input: { base: 3 } }], 'stop', { outcome: 'invalid' }, 3],
    ['a response that was cut', callsWith({ base: 3 }), 'length', { outcome: 'cut', isRight: false }, 0],
    ['an error', () => refusal, 'stop', { outcome: 'refused', reason: 'invalid_request' }, 0],
  ])('%s are scored', async (_name, respond, finish, expected, faults) => {
    const { results, ...rest } = await report(clientOf(respond, finish).client);
    expect(results.map(({ id, mode, choice }) => [id, mode, choice])).toEqual([
      ['simple_python_0', 'native', 'auto'],
      ['irrelevance_0', 'native', 'auto'],
      ['simple_python_0', 'emulated', 'required'],
      ['irrelevance_0', 'emulated', 'auto'],
      ['simple_python_0', 'emulated', 'auto'],
    ]);
    expect(results[2]).toMatchObject(expected);
    expect(rest.faults).toHaveLength(faults);
    expect(rest.onProgress).toHaveBeenCalledTimes(5);
  });

  test('requests have the tools with their schemas and the choice of the setting', async () => {
    const { client, sent } = clientOf(() => []);
    await report(client);
    const parameters = { type: 'object', properties: { base: { type: 'integer' } } };
    expect(sent[0]).toMatchObject({
      request: {
        tools: [{ name: 'area_of', parameters }],
        temperature: 0,
        maxOutputTokens: 50,
        parallelToolCalls: false,
      },
      options: { emulate: 'never' },
    });
    expect(sent.map((made) => [made.request.toolChoice, emulateOf(made)])).toEqual([
      [undefined, 'never'],
      ['required', 'always'],
      [undefined, 'always'],
      [undefined, 'never'],
      [undefined, 'always'],
    ]);
  });

  test('the table has a column for each setting', async () => {
    const { client } = clientOf((sent) => (emulateOf(sent) === 'never' ? refusal : []));
    const { table } = await report(client);
    const lines = table.split('\n');
    expect(lines.slice(0, 4)).toEqual([
      '| category | result | native | emulated | emulated, `auto` |',
      '| --- | --- | ---: | ---: | ---: |',
      '| simple_python (1) | refused | 1 `invalid_request` | 0 | 0 |',
      '|  | no call | 0 | 1 | 1 |',
    ]);
    expect(lines.filter((line) => line.includes('right'))).toHaveLength(2);
    expect(lines.filter((line) => line.includes('tokens per case'))).toEqual([
      '|  | tokens per case |  | 10 | 10 |',
      '|  | tokens per case |  | 10 | 10 |',
    ]);
  });
});

test('an error after which no request succeeds ends the measurement', () => {
  const error = new LmError('connection_failed', 'No.');
  expect(() => judgeError(error)).toThrow(error);
  expect(() => judgeError(new TypeError('a'))).toThrow('a');
});

test('demanded calls are counted for both kinds of choice', async () => {
  // The tool by name is the demanded one, and of the required ones every second is called twice.
  let run = 0;
  const { client, sent } = clientOf(({ request }) => {
    const { toolChoice } = request;
    if (typeof toolChoice === 'object') return [{ name: 'set_lights', input: { rooms: ['hall'], level: 1 } }];
    run += 1;
    const call = { name: 'get_weather', input: { city: 'Rome' } };
    return run % 2 === 0 ? [call, call] : [call];
  });
  const results = await measureChoice({ client, mode: 'emulated', runs: 12, maxOutputTokens: 50 });
  expect(results).toMatchObject([
    { choice: 'required', requests: 6, demanded: 3, other: 3 },
    { choice: 'by name', requests: 6, demanded: 2, other: 4 },
  ]);
  expect(results[1]?.failures).toHaveLength(4);
  const names = sent.flatMap(({ request: { toolChoice } }) =>
    typeof toolChoice === 'object' ? [toolChoice.name] : [],
  );
  expect(names.slice(0, 3)).toEqual(['get_weather', 'calendar.add_event', 'set_lights']);
});
