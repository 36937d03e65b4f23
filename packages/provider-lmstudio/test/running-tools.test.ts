import { describe, expect, test } from 'vitest';
import { event } from './support/script-server.js';
import { contractEvents, END } from './support/native-events.js';

type Wire = readonly [type: string, payload?: object];

const start = (tool?: string): Wire => ['tool_call.start', tool === undefined ? {} : { tool }];
const named = (tool_name: string): Wire => ['tool_call.name', { tool_name }];
const input = (tool: string, args: object): Wire => ['tool_call.arguments', { tool, arguments: args }];
const success = (tool: string, args: object, output: string): Wire => [
  'tool_call.success',
  { tool, arguments: args, output },
];
const failure = (reason: string, metadata: object): Wire => ['tool_call.failure', { reason, metadata }];
const text = (content: string): Wire => ['message.delta', { content }];

/** Returns the events of tools, each as a line with a short number in place of the id. */
async function toolEvents(...wire: Wire[]): Promise<string[]> {
  const bytes = wire.map(([type, payload = {}]) => event(type, { type, ...payload })).join('');
  const { values, error } = await contractEvents(bytes + END);
  expect(error).toBeUndefined();
  const ids: string[] = [];
  const number = (id: string): number => (ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1);
  return values.flatMap((value) => {
    switch (value.type) {
      case 'tool-result-start':
        return [`${number(value.id)} start ${value.name}`];
      case 'tool-result-input':
        return [`${number(value.toolCall.id)} input ${value.toolCall.arguments}`];
      case 'tool-result':
        return [`${number(value.toolCall.id)} result ${value.toolCall.arguments} ${value.output ?? value.failure}`];
      default:
        return [];
    }
  });
}

describe('the events of tools that LM Studio runs', () => {
  test.each<[string, Wire[], string[]]>([
    [
      'follow the server',
      [start('a'), input('a', { n: 1 }), success('a', { n: 1 }, 'o')],
      ['0 start a', '0 input {"n":1}', '0 result {"n":1} o'],
    ],
    [
      'start with the name if it arrives later',
      [start(), named('a'), input('a', { n: 1 }), success('a', { n: 1 }, 'o')],
      ['0 start a', '0 input {"n":1}', '0 result {"n":1} o'],
    ],
    [
      'start with the arguments if the server sends no name before',
      [start(), input('a', { n: 1 }), success('a', { n: 1 }, 'o')],
      ['0 start a', '0 input {"n":1}', '0 result {"n":1} o'],
    ],
    [
      'are complete if the server sends only the result',
      [success('a', { n: 1 }, 'o')],
      ['0 start a', '0 input {"n":1}', '0 result {"n":1} o'],
    ],
    [
      'keep the arguments if a failure does not repeat them',
      [start('a'), input('a', { n: 1 }), failure('Bad', { type: 'invalid_arguments', tool_name: 'a' })],
      ['0 start a', '0 input {"n":1}', '0 result {"n":1} Bad'],
    ],
    [
      'match a failure with another name to the call without arguments',
      [start('a'), failure('No tool', { type: 'invalid_name', tool_name: 'b' })],
      ['0 start a', '0 input ', '0 result  No tool'],
    ],
    [
      'match results to calls of one tool by their arguments',
      [
        start('a'),
        input('a', { n: 1 }),
        start('a'),
        input('a', { n: 2 }),
        success('a', { n: 2 }, 'two'),
        success('a', { n: 1 }, 'one'),
      ],
      ['0 start a', '0 input {"n":1}', '1 start a', '1 input {"n":2}', '1 result {"n":2} two', '0 result {"n":1} one'],
    ],
    [
      'match results to calls of different tools by their name',
      [start('a'), start('b'), input('b', {}), success('b', {}, 'B'), input('a', {}), success('a', {}, 'A')],
      ['0 start a', '1 start b', '1 input {}', '1 result {} B', '0 input {}', '0 result {} A'],
    ],
    [
      'end with a failure if the server never sends the result',
      [start('a'), text('Hi')],
      ['0 start a', '0 input ', '0 result  The server sent no result.'],
    ],
    ['do not begin for a tool without a name and without a result', [start()], []],
  ])('%s', async (_, wire, lines) => {
    expect(await toolEvents(...wire)).toEqual(lines);
  });

  test('arrive before the result, so that a long call does not look like a stalled stream', async () => {
    const { values } = await contractEvents(
      [start('a'), text('Hi')].map(([type, payload = {}]) => event(type, { type, ...payload })).join(''),
    );
    expect(values.map(({ type }) => type)).toEqual(['start', 'tool-result-start', 'text-start', 'text-delta']);
  });
});
