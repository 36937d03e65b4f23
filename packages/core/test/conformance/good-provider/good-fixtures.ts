import { conformanceValues, type RouteFixtures } from '../../../src/testing/index.js';
import type { WireEvent } from './wire.js';

const { model, text, reasoning, refusal, usage, toolCalls, emulatedCalls, toolResults, vectors, models } =
  conformanceValues;
const { responseId, instanceId, job } = conformanceValues;

const SSE = { 'content-type': 'text/event-stream' };
const END: WireEvent = { end: { why: 'stop', input: usage.inputTokens, output: usage.outputTokens } };
const HEAD: WireEvent = { model: 'good-model' };
const SAY: WireEvent[] = Array.from(text, (say) => ({ say }));
const SAY_CALLS: WireEvent[] = Array.from(emulatedCalls, (say) => ({ say }));
const REFUSE: WireEvent[] = [
  { refuse: refusal.slice(0, 9) },
  { cite: 'a' },
  { refuse: refusal.slice(9) },
  { cite: 'b' },
];
const CALLS: WireEvent[] = toolCalls.map(({ name, input }, index) => {
  const args = JSON.stringify(input);
  return { call: { ...(index === 0 ? { id: 'first' } : {}), name, args: [args.slice(0, 5), args.slice(5)] } };
});
const [ran] = toolResults;
const RAN: WireEvent = {
  ran: { name: ran.toolCall.name, args: JSON.stringify(ran.toolCall.input), output: ran.output },
};

/** Returns wire events as a streamed response. */
function sse(...events: (WireEvent | object)[]): { headers: typeof SSE; body: string } {
  return { headers: SSE, body: events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('') };
}

const failed = (status: number, message: string) => ({ status, json: { error: { message } } });
const FAILED_STREAM = sse(HEAD, ...SAY.slice(0, 4), { error: { message: 'internal failure' } });

/** The responses of the good server. */
export const goodFixtures: Required<RouteFixtures> = {
  chat: { json: { events: [HEAD, ...SAY, END] } },
  'chat/tools': { json: { events: [HEAD, ...CALLS, END] } },
  'chat/emulated-tools': { json: { events: [HEAD, ...SAY_CALLS, END] } },
  'chat/stateful': { json: { events: [HEAD, ...SAY, { end: { ...END.end, kept: responseId } }] } },
  'chat/refusal': { json: { events: [HEAD, ...REFUSE, END] }, expect: { extra: { cites: ['a', 'b'] } } },
  'chat.stream': [
    sse(HEAD, ...SAY, END),
    { ...sse({ say: 'Hi' }, { end: { why: 'stop' } }), expect: { text: 'Hi', usage: undefined } },
  ],
  'chat.stream/reasoning': sse(HEAD, { think: reasoning.slice(0, 9) }, { think: reasoning.slice(9) }, ...SAY, END),
  'chat.stream/tools': sse(HEAD, ...CALLS, END),
  'chat.stream/emulated-tools': sse(HEAD, ...SAY_CALLS, END),
  'chat.stream/refusal': { ...sse(HEAD, ...REFUSE, END), expect: { extra: { cites: ['a', 'b'] } } },
  'chat.stream/length': sse(HEAD, { say: 'Grü' }, { end: { why: 'cut' } }),
  'chat.stream/error': FAILED_STREAM,
  'chat.stream/load': sse(HEAD, { load: 0.5 }, { load: 1 }, ...SAY, END),
  'chat.stream/prompt': sse(HEAD, { read: 0.5 }, { read: 1 }, ...SAY, END),
  'chat.stream/integrations': sse(HEAD, RAN, ...SAY, END),
  completion: { json: { events: [HEAD, ...SAY, END] } },
  'completion.stream': sse(HEAD, ...SAY, END),
  'completion.stream/error': FAILED_STREAM,
  embedding: { json: { vectors: [2, 0, 1].map((at) => ({ at, vector: vectors[at] })) } },
  'embedding/missing': { json: { vectors: [{ at: 0, vector: vectors[0] }] } },
  'models.list': { json: { models: models.map(({ id }) => ({ id, up: true })) } },
  'models.running': { json: { models: models.map(({ id }) => ({ id, up: true })) } },
  'models.running/no': { json: { models: models.map(({ id }) => ({ id, up: false })) } },
  'models.load': { json: { id: instanceId, progress: [0, 0.5, 1] } },
  'models.unload': { json: { id: instanceId } },
  'models.download': { json: { jobId: job.jobId, status: 'downloading' } },
  'models.download/present': { json: { status: 'already_downloaded' } },
  'models.downloadStatus': { json: { ...job, status: 'downloading', fraction: 0.5 } },
  'models.downloadStatus/completed': { json: { ...job, status: 'completed', fraction: 1 } },
  'models.downloadStatus/failed': { json: { jobId: job.jobId, status: 'failed' } },
  'models.describe': {
    json: { id: model, can: { tools: true, imageInput: false }, context: 8192, max: 32_768, digest: 'sha256:1' },
    expect: {
      id: model,
      features: { tools: { value: true, source: 'server' }, imageInput: { value: false }, reasoning: undefined },
      contextLength: 8192,
      maxContextLength: 32_768,
      digest: 'sha256:1',
    },
  },
  'models.describe/lacks': [
    { json: { id: model, can: { tools: false, reasoning: false } } },
    { json: { id: model, can: { imageInput: false, embedding: false } } },
  ],
  'models.describe/silent': { json: { id: model, can: {} } },
  'models.delete': { json: { id: model } },
  'tokens.count': { json: { tokens: 12 }, expect: { inputTokens: 12 } },
  'error/unknown-model': failed(404, 'model not found'),
  'error/unauthorized': failed(401, 'no key'),
  'error/context-overflow': failed(400, 'maximum context length exceeded'),
  'error/rate-limited': failed(429, 'too many requests'),
};
