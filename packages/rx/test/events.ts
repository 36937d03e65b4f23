import type { ChatResponse, CompletionResponse, CompletionStreamEvent, StreamEvent, ToolCall } from '@lmux/core';

/** The tool call in the events. */
export const WEATHER: ToolCall = {
  id: 'call_1',
  name: 'get_weather',
  arguments: '{"city":"Rome"}',
  input: { city: 'Rome' },
};

/** The response of a chat with the text "Hi there". */
export const RESPONSE: ChatResponse = {
  model: 'm',
  route: 'r',
  text: 'Hi there',
  message: { role: 'assistant', content: 'Hi there', toolCalls: [WEATHER] },
  toolCalls: [WEATHER],
  toolResults: [],
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: { inputTokens: 3, outputTokens: 2 },
  warnings: [],
  raw: null,
};

const { message: _message, toolCalls: _calls, toolResults: _results, ...completion } = RESPONSE;
/** The response of a completion. */
export const COMPLETION: CompletionResponse = completion;

/** The events by their letter in a marble diagram. */
export const EVENTS = {
  s: { type: 'start', model: 'm', route: 'r' },
  w: { type: 'warning', warning: { code: 'feature_dropped', message: 'seed was left out', feature: 'seed' } },
  l: { type: 'model-load-start' },
  L: { type: 'model-load-progress', fraction: 0.5 },
  m: { type: 'model-load-end', seconds: 2 },
  p: { type: 'prompt-start' },
  P: { type: 'prompt-progress', fraction: 0.25 },
  q: { type: 'prompt-end' },
  r: { type: 'reasoning-start' },
  R: { type: 'reasoning-delta', text: 'Hm' },
  e: { type: 'reasoning-end' },
  t: { type: 'text-start' },
  T: { type: 'text-delta', text: 'Hi' },
  U: { type: 'text-delta', text: ' there' },
  x: { type: 'text-end' },
  g: { type: 'refusal-start' },
  G: { type: 'refusal-delta', text: 'No' },
  h: { type: 'refusal-end' },
  a: { type: 'raw', value: { citations: ['https://example.com'] } },
  c: { type: 'tool-call-start', index: 0, id: 'call_1', name: 'get_weather' },
  C: { type: 'tool-call-delta', index: 0, argumentsDelta: '{"city":"Rome"}' },
  d: { type: 'tool-call-end', index: 0, toolCall: WEATHER },
  i: { type: 'tool-result-start', id: 'call_1', name: 'get_weather' },
  I: { type: 'tool-result-input', toolCall: WEATHER },
  o: { type: 'tool-result', toolCall: WEATHER, output: 'sunny' },
  f: { type: 'finish', response: RESPONSE },
  /** An unknown event of a later release. */
  n: { type: 'novelty-start' } as unknown as StreamEvent,
} as const satisfies Record<string, StreamEvent>;

/** The events of a completion by their letter. */
export const COMPLETION_EVENTS = {
  s: EVENTS.s,
  t: EVENTS.t,
  T: EVENTS.T,
  x: EVENTS.x,
  f: { type: 'finish', response: COMPLETION },
} as const satisfies Record<string, CompletionStreamEvent>;
