import { expect, test } from 'vitest';
import type { ChatResponse } from '../../../contract/chat.js';
import type { StreamEvent } from '../../../contract/stream-event.js';
import { grammarFaults } from './event-grammar.js';

const START: StreamEvent = { type: 'start', model: 'm', route: 'r' };
const CALL = { id: 'a', name: 'f', arguments: '{"x":1}', input: { x: 1 } };

function finish(response: Partial<ChatResponse> = {}): StreamEvent {
  const whole: ChatResponse = {
    model: 'm',
    route: 'r',
    text: '',
    message: { role: 'assistant', content: '' },
    toolCalls: [],
    toolResults: [],
    finishReason: { unified: 'stop', raw: 'stop' },
    warnings: [],
    raw: null,
    ...response,
  };
  return { type: 'finish', response: whole };
}

const LOAD: StreamEvent[] = [
  { type: 'model-load-start' },
  { type: 'model-load-progress', fraction: 1 },
  { type: 'model-load-end' },
];
const REASONING: StreamEvent[] = [
  { type: 'reasoning-start' },
  { type: 'reasoning-delta', text: 'Hm' },
  { type: 'reasoning-end' },
];
const TEXT: StreamEvent[] = [{ type: 'text-start' }, { type: 'text-delta', text: 'Hi' }, { type: 'text-end' }];
const REFUSAL: StreamEvent[] = [
  { type: 'refusal-start' },
  { type: 'refusal-delta', text: 'No' },
  { type: 'refusal-end' },
];
const CITATION: StreamEvent = { type: 'raw', value: { citations: ['a'] } };
const TOOL: StreamEvent[] = [
  { type: 'tool-call-start', index: 0, id: 'a', name: 'f' },
  { type: 'tool-call-delta', index: 0, argumentsDelta: '{"x":1}' },
  { type: 'tool-call-end', index: 0, toolCall: CALL },
];

test('reports no violation of a valid stream', () => {
  const warning = { code: 'odd', message: 'odd' };
  const events: StreamEvent[] = [
    START,
    { type: 'warning', warning },
    ...LOAD,
    ...REASONING,
    ...TEXT,
    CITATION,
    ...REFUSAL,
    { type: 'raw', value: { citations: ['b'], audio: { id: 'c' } } },
    ...TOOL,
    { type: 'tool-result-start', id: CALL.id, name: CALL.name },
    { type: 'tool-result-input', toolCall: CALL },
    { type: 'tool-result', toolCall: CALL, output: 'o' },
    finish({
      text: 'Hi',
      reasoning: 'Hm',
      refusal: 'No',
      extra: { audio: { id: 'c' }, citations: ['a', 'b'] },
      toolCalls: [CALL],
      toolResults: [{ toolCall: CALL, output: 'o' }],
      warnings: [warning],
    }),
  ];
  expect(grammarFaults(events)).toEqual([]);
});

test.each<[fault: string, events: StreamEvent[]]>([
  ['ends with "nothing"', []],
  ['ends with "text-end"', [START, ...TEXT]],
  ['begins with "text-start"', [...TEXT, finish({ text: 'Hi' })]],
  ['has a second "start"', [START, START, finish()]],
  ['has 2 finish events', [START, finish(), finish()]],
  ['has "text-delta" while text is not open', [START, { type: 'text-delta', text: 'Hi' }, finish({ text: 'Hi' })]],
  ['has "text-start" while text is open', [START, { type: 'text-start' }, ...TEXT, finish({ text: 'Hi' })]],
  ['finishes while reasoning is open', [START, { type: 'reasoning-start' }, finish()]],
  ['finishes while refusal is open', [START, { type: 'refusal-start' }, finish()]],
  ['has "refusal-end" while refusal is not open', [START, { type: 'refusal-end' }, finish()]],
  [
    'has "refusal-start" while refusal is open',
    [START, { type: 'refusal-start' }, ...REFUSAL, finish({ refusal: 'No' })],
  ],
  ['has refusal "No" in its events, but "" in its response', [START, ...REFUSAL, finish({ text: 'No' })]],
  ['has refusal "" in its events, but "No" in its response', [START, finish({ refusal: 'No' })]],
  ['begins with "raw"', [CITATION, START, finish({ extra: { citations: ['a'] } })]],
  ['has a "raw" event whose value is not an object', [START, { type: 'raw', value: ['a'] }, finish()]],
  ['has a "raw" event whose value is not an object with fields', [START, { type: 'raw', value: {} }, finish()]],
  ['has raw output ["citations"] in its events, but [] in its response', [START, CITATION, finish()]],
  ['has raw output [] in its events, but ["audio"] in its response', [START, finish({ extra: { audio: {} } })]],
  ['finishes while tool call 0 is open', [START, ...TOOL.slice(0, 2), finish()]],
  [
    'has a fraction of 7',
    [START, { type: 'prompt-start' }, { type: 'prompt-progress', fraction: 7 }, { type: 'prompt-end' }, finish()],
  ],
  ['begins tool call 3 instead of 0', [START, { type: 'tool-call-start', index: 3, id: 'a', name: 'f' }, finish()]],
  [
    'two tool calls with the id "a"',
    [START, ...TOOL, { type: 'tool-call-start', index: 1, id: 'a', name: 'f' }, finish()],
  ],
  ['without its id or name', [START, { type: 'tool-call-start', index: 0, id: '', name: 'f' }, finish()]],
  [
    'ends tool call 0, which is not open',
    [START, { type: 'tool-call-end', index: 0, toolCall: CALL }, finish({ toolCalls: [CALL] })],
  ],
  [
    'instead of {"id":"a","name":"f"',
    [START, ...TOOL.slice(0, 2), { type: 'tool-call-end', index: 0, toolCall: { ...CALL, name: 'g' } }, finish()],
  ],
  ['has text "Hi" in its events, but "Ho" in its response', [START, ...TEXT, finish({ text: 'Ho' })]],
  ['but [] in its response', [START, ...TOOL, finish()]],
  ['has warnings [] in its events, but [{', [START, finish({ warnings: [{ code: 'odd', message: 'odd' }] })]],
  ['an input that differs from its arguments', [START, finish({ toolCalls: [{ ...CALL, input: { x: 2 } }] })]],
  ['no parseError', [START, finish({ toolCalls: [{ ...CALL, arguments: '{', input: undefined }] })]],
])('reports the violation: %s', (fault, events) => {
  expect(grammarFaults(events).join('; ')).toContain(fault);
});
