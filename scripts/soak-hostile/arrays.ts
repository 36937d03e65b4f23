// Floods of arrays with 200,000 elements. A quarter of the elements is the reference, so that quadratic work exceeds the ratio.
import { sendBody, sendStream, type Flood, type FloodCase, type FloodClient, type FloodExchange } from './flood.ts';

const COUNT = 200_000;

/** Sends a response with this number of elements. */
type Respond = (exchange: FloodExchange, count: number) => unknown;

function elements(respond: Respond, call?: FloodCase['call'], outcome: readonly string[] = ['ok']): FloodCase {
  return {
    respond: (exchange) => respond(exchange, COUNT),
    reference: (exchange) => respond(exchange, COUNT / 4),
    ...(call && { call }),
    outcome,
  };
}

const list = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(',');

const body = (choice: string): string => `{"choices":[{"index":0,${choice}}]}`;

const toolCall = (index: number): string =>
  `{"index":${index},"id":"c${index}","function":{"name":"f","arguments":"{}"}}`;

const model = (index: number): string =>
  `{"id":"m${index}","key":"m${index}","name":"m${index}","model":"m${index}","type":"llm","object":"model"}`;

const request = { messages: [{ role: 'user', content: 'Hello' }] } as const;

/** Nothing of a large response may be lost: it has all elements, or the quarter of the reference. */
function requireAll({ length }: readonly unknown[]): void {
  if (length !== COUNT && length !== COUNT / 4) throw new Error(`The response lost elements: it has ${length}.`);
}

const listModels = async ({ client, options }: FloodClient): Promise<void> =>
  requireAll(await client.models.list(options));

const embed = ({ client, options }: FloodClient): Promise<unknown> => client.embed({ input: 'x' }, options);

const CHOICES: Readonly<Record<string, FloodCase>> = {
  'tool calls': elements(
    (exchange, count) =>
      sendBody(
        exchange,
        body(`"message":{"content":null,"tool_calls":[${list(count, toolCall)}]},"finish_reason":"tool_calls"`),
      ),
    async ({ client, options }) => requireAll((await client.chat(request, options)).toolCalls),
  ),
  'tool calls in a chunk': elements(
    (exchange, count) =>
      sendStream(exchange, [
        exchange.format.item(body(`"delta":{"tool_calls":[${list(count, toolCall)}]}`)),
        exchange.format.end,
      ]),
    async ({ stream }) => requireAll((await stream().response()).toolCalls),
  ),
  choices: elements(
    (exchange, count) =>
      sendBody(
        exchange,
        `{"choices":[${list(count, (index) => `{"index":${index},"message":{"content":"a"},"finish_reason":"stop"}`)}]}`,
      ),
    undefined,
    ['ok', 'unexpected_response'],
  ),
  'log probabilities': elements((exchange, count) =>
    sendBody(
      exchange,
      body(
        `"message":{"content":"a"},"logprobs":{"content":[${list(count, () => '{"token":"a","logprob":-1,"top_logprobs":[]}')}]},"finish_reason":"stop"`,
      ),
    ),
  ),
};

export const ARRAY_FLOODS: readonly Flood[] = [
  {
    name: '200,000 tool calls, choices and log probabilities',
    // The provider for llama-server decodes them as this one does.
    providers: ['openai'],
    config: { retry: false },
    // A tool call has an object in the response, three events and its place in the history.
    maxGrowthMB: 1000,
    // A call costs 4 µs, a quarter of it for parsing, and half as much again while the heap grows. This depends on the machine. Quadratic work
    // exceeds the ratio to the reference.
    maxBlockedMs: 2000,
    cases: CHOICES,
  },
  {
    name: '200,000 models',
    maxGrowthMB: 600,
    // For Ollama, each model is a request.
    providers: ['openai', 'lmstudio', 'llamacpp'],
    config: { retry: false },
    cases: {
      models: elements(
        (exchange, count) =>
          sendBody(exchange, `{"${exchange.path.includes('/api/') ? 'models' : 'data'}":[${list(count, model)}]}`),
        listModels,
      ),
    },
  },
  {
    name: '200,000 embeddings',
    config: { retry: false },
    cases: {
      embeddings: elements(
        (exchange, count) =>
          sendBody(
            exchange,
            exchange.path.endsWith('/api/embed')
              ? `{"embeddings":[${list(count, () => '[1]')}]}`
              : `{"data":[${list(count, () => '{"index":0,"embedding":[1]}')}]}`,
          ),
        embed,
        ['ok', 'unexpected_response'],
      ),
    },
  },
];
