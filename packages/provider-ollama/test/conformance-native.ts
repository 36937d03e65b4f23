import { conformanceValues, type RouteFixtures } from '@lmux/core/testing';
import { json, lines, recorded, type PlainResponse } from './support/responses.js';

const { model, text, reasoning, usage, toolCalls, emulatedCalls, vectors, models, instanceId, job } = conformanceValues;

const CREATED = '2026-11-22T13:17:28.497873602Z';
const STATS = {
  total_duration: 611_671_222,
  load_duration: 30_443_740,
  prompt_eval_count: usage.inputTokens,
  prompt_eval_duration: 33_819_382,
  eval_count: usage.outputTokens,
  eval_duration: 541_416_931,
};
const CALLS = toolCalls.map(({ name, input }, index) => ({ function: { index, name, arguments: input } }));
const ERROR = { error: 'the machine broke' };

function line(message: object, more: object = {}): object {
  return { model, created_at: CREATED, message: { role: 'assistant', content: '', ...message }, done: false, ...more };
}

function last(message: object = {}, reason = 'stop'): object {
  return { ...line(message, { done: true, done_reason: reason }), ...STATS };
}

/** Returns a text in pieces, each with its own timestamp. */
function linesOf(whole: string): object[] {
  return [whole.slice(0, 3), whole.slice(3, 9), whole.slice(9)].map((content, at) =>
    line({ content }, { created_at: `2026-11-22T13:17:28.${at}Z` }),
  );
}

const SAID = linesOf(text);
const THOUGHT = [reasoning.slice(0, 4), reasoning.slice(4, 9), reasoning.slice(9)].map((thinking) =>
  line({ thinking }),
);

function continued(response: string, more: object = {}): object {
  return { model, created_at: CREATED, response, done: false, ...more };
}

const CONTINUED_END = continued('', { done: true, done_reason: 'stop', ...STATS });

function refusal(status: number, error: string): PlainResponse {
  return json({ error }, status);
}

/** An entry of both lists, installed and running models, since the suite sends one response for both requests. */
function entry(name: string): object {
  return {
    name,
    model: name,
    modified_at: CREATED,
    size: 98_362_982,
    digest: `${name}-digest`,
    details: { format: 'gguf', family: 'llama', parameter_size: '134.52M', quantization_level: 'Q4_1' },
    expires_at: '2326-11-22T13:47:32Z',
    context_length: 2048,
  };
}

/** The `/api/show` response for every model. */
export const SHOWN = { details: { family: 'llama' }, capabilities: ['completion', 'tools'] };

/** The response for the lists of installed and running models of a description. */
export const LISTED = { models: [entry('another'), entry(`${model}:latest`)] };

/** Responses of Ollama's own API. */
export const native: RouteFixtures = {
  chat: [
    json(last({ content: text })),
    {
      ...json(line({ content: text }, { done: true })),
      expect: { finishReason: { unified: 'unknown' }, usage: undefined },
    },
    {
      ...recorded('native-chat'),
      expect: {
        text: '1. Red - The most popular colour among the 30 people surveyed,',
        model: 'smollm2-135m-instruct',
        finishReason: { unified: 'length', raw: 'length' },
        usage: { inputTokens: 13, outputTokens: 16 },
      },
    },
  ],
  'chat/tools': json(last({ tool_calls: CALLS })),
  'chat/emulated-tools': json(last({ content: emulatedCalls })),
  'chat.stream': [
    lines(...SAID, last()),
    // Statistics in the same line as the last piece, and a complete response to a request for a stream.
    lines(...SAID.slice(0, 2), last({ content: text.slice(9) })),
    json(last({ content: text })),
    {
      ...recorded('native-chat-stream'),
      expect: {
        text: '1. Red - The most popular colour among the 30 people surveyed,',
        finishReason: { unified: 'length', raw: 'length' },
        usage: { inputTokens: 13, outputTokens: 16 },
      },
    },
    {
      ...recorded('native-chat-schema'),
      expect: { text: '{\n  "name": "John Do"\n}\n\n', usage: { inputTokens: 13, outputTokens: 14 } },
    },
  ],
  'chat.stream/reasoning': lines(...THOUGHT, ...SAID, last()),
  'chat.stream/tools': [
    lines(...CALLS.map((call) => line({ tool_calls: [call] })), last()),
    lines(line({ tool_calls: CALLS.map((call, at) => ({ id: `call_${at}`, ...call })) }), last()),
  ],
  'chat.stream/emulated-tools': lines(...linesOf(emulatedCalls), last()),
  'chat.stream/length': [lines(...SAID, last({}, 'length')), recorded('native-chat-stream')],
  'chat.stream/error': [
    lines(...SAID, ERROR),
    {
      ...lines(...SAID, { error: 'llama runner process has terminated: exit status 2' }),
      expect: { code: 'model_crashed' },
    },
  ],
  completion: json({ ...CONTINUED_END, response: text }),
  'completion.stream': [
    lines(continued(text.slice(0, 9)), continued(text.slice(9)), CONTINUED_END),
    {
      ...recorded('native-generate-stream'),
      expect: {
        text: 'The world of magic is not just about',
        finishReason: { unified: 'length', raw: 'length' },
        usage: { inputTokens: 13, outputTokens: 8 },
      },
    },
  ],
  'completion.stream/error': lines(continued(text), ERROR),
  embedding: [
    { ...json({ model, embeddings: vectors, prompt_eval_count: 9 }), expect: { usage: { inputTokens: 9 } } },
    { ...json({ model, embeddings: vectors }), expect: { usage: undefined } },
  ],
  'embedding/missing': [json({ model, embeddings: vectors.slice(1) }), recorded('native-embed-empty')],
  'models.list': [
    {
      ...json({ models: models.map(({ id }) => entry(id)) }),
      expect: models.map(({ id }) => ({ id, loaded: true, instances: [{ id, config: { context_length: 2048 } }] })),
    },
    {
      ...recorded('native-tags'),
      expect: ['embed', 'instruct', 'tools'].map((name) => ({
        id: `smollm2-135m-${name}:latest`,
        quantization: 'Q4_1',
      })),
    },
    { ...json({ models: [] }), expect: [] },
  ],
  'models.running': [json({ models: [entry(`${model}:latest`)] }), json({ models: [entry('another'), entry(model)] })],
  'models.running/no': [
    json({ models: [entry(`${model}:other`), { ...entry(model), expires_at: '2020-01-01T00:00:00Z' }] }),
    json({ models: [] }),
  ],
  'models.load': {
    ...json({ ...continued('', { done: true, done_reason: 'load' }), models: [entry(instanceId)] }),
    expect: { type: 'llm', loadSeconds: 0, config: { context_length: 2048 }, warnings: [] },
  },
  'models.unload': json({ ...continued('', { done: true, done_reason: 'unload' }), models: [] }),
  // An earlier state would depend on how the response is split. Progress is tested in model-downloads.test.ts.
  'models.download': {
    ...lines(
      ...['pulling manifest', 'verifying sha256 digest', 'writing manifest', 'success'].map((status) => ({ status })),
    ),
    expect: { jobId: model, status: 'completed', fraction: 1, totalBytes: undefined, downloadedBytes: undefined },
  },
  'models.downloadStatus': {
    ...json(SHOWN),
    expect: { jobId: job.jobId, status: 'completed', fraction: 1, totalBytes: undefined, downloadedBytes: undefined },
  },
  'models.downloadStatus/completed': recorded('native-show'),
  'models.downloadStatus/failed': {
    none: 'Ollama has no download jobs. A failed download of this client is tested in model-downloads.test.ts.',
  },
  'models.describe': [
    {
      ...recorded('native-show'),
      expect: {
        id: `${model}:latest`,
        features: {
          chat: { value: true, source: 'server' },
          completion: { value: true },
          tools: { value: false },
          imageInput: { value: false },
          reasoning: { value: false },
          embedding: undefined,
        },
        contextLength: 2048,
        maxContextLength: 8192,
        digest: `${model}:latest-digest`,
      },
    },
    {
      ...json({ details: {}, capabilities: ['completion', 'tools', 'vision', 'thinking'] }),
      expect: {
        features: { tools: { value: true }, imageInput: { value: true }, reasoning: { value: true } },
        maxContextLength: undefined,
      },
    },
    {
      ...json({ details: {}, capabilities: ['embedding', 'tools'] }),
      expect: {
        features: {
          embedding: { value: true },
          chat: { value: false },
          'chat.stream': { value: false },
          completion: { value: false },
          'completion.stream': { value: false },
          tools: { value: false },
        },
      },
    },
  ],
  'models.describe/lacks': [recorded('native-show'), json({ details: {}, capabilities: ['embedding'] })],
  // Ollama before 0.6.4.
  'models.describe/silent': { ...json({ details: {} }), expect: { features: {} } },
  'models.delete': [{ body: '' }, { body: 'null' }],
  'error/unknown-model': [recorded('native-error-model'), refusal(404, 'model "x" not found, try pulling it first')],
  'error/unauthorized': refusal(401, 'unauthorized'),
  'error/context-overflow': refusal(400, 'the input length exceeds the context length'),
  'error/rate-limited': refusal(429, 'too many requests'),
};
