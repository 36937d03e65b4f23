// Floods of deep nesting and of bodies without end.
import { MB, readStream, repeated, send, sendBody, sendStream, type Flood, type FloodCase } from './flood.ts';

const choice = (rest: string): string => `"choices":[{"index":0,${rest}}]`;

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

const quotaError = (details: string): string =>
  `{"error":{"message":"You exceeded your current quota","code":"insufficient_quota","details":${details}}}`;

function nestedCases(levels: number): Record<string, FloodCase> {
  const deep = nested(levels);
  return {
    [`an unknown field of a body, ${levels} levels`]: {
      respond: (exchange) => sendBody(exchange, exchange.format.whole('ok', `,"unknown":${deep}`)),
      outcome: ['ok'],
    },
    [`a body, ${levels} levels`]: { respond: (exchange) => sendBody(exchange, deep), outcome: ['error'] },
    [`an unknown field of an item, ${levels} levels`]: {
      respond: (exchange) =>
        sendStream(exchange, [
          ...repeated(exchange.format.piece('ok', `,"unknown":${deep}`), levels * 5),
          exchange.format.end,
        ]),
      call: readStream,
      outcome: ['ok'],
    },
    [`an item, ${levels} levels`]: {
      respond: (exchange) =>
        sendStream(exchange, [exchange.format.piece('a'), exchange.format.item(deep), exchange.format.end]),
      call: readStream,
      outcome: ['ok', 'error'],
    },
    [`an error in a stream, ${levels} levels`]: {
      respond: (exchange) =>
        sendStream(exchange, [
          exchange.format.piece('a'),
          exchange.format.item(`{"error":{"message":"x","details":${deep}}}`),
        ]),
      call: readStream,
      outcome: ['error'],
    },
    [`an error with status 200, ${levels} levels`]: {
      respond: (exchange) => sendBody(exchange, quotaError(deep)),
      outcome: ['quota_exceeded'],
    },
    [`a quota error in a stream, ${levels} levels`]: {
      respond: (exchange) => sendStream(exchange, [exchange.format.item(quotaError(deep))]),
      call: readStream,
      outcome: ['quota_exceeded'],
    },
    // An error body is read up to 64 KiB.
    [`an error body, ${Math.min(levels, 30_000)} levels`]: {
      respond: (exchange) => send(exchange, 429, 'application/json', quotaError(nested(Math.min(levels, 30_000)))),
      outcome: ['quota_exceeded'],
    },
  };
}

function argumentCases(levels: number): Record<string, FloodCase> {
  const deep = nested(levels);
  return {
    [`arguments of a tool call as text, ${levels} levels`]: {
      respond: (exchange) =>
        sendBody(
          exchange,
          exchange.path.endsWith('/api/chat')
            ? `{"model":"m","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":{"a":${deep}}}}]},"done":true,"done_reason":"stop"}`
            : `{${choice(`"message":{"content":null,"tool_calls":[{"id":"c","function":{"name":"f","arguments":${JSON.stringify(`{"a":${deep}}`)}}}]},"finish_reason":"tool_calls"`)}}`,
        ),
      outcome: ['ok'],
    },
  };
}

export const BODY_FLOODS: readonly Flood[] = [
  { name: 'nesting', config: { retry: false }, cases: { ...nestedCases(7000), ...nestedCases(100_000) } },
  {
    name: 'nested arguments',
    providers: ['openai', 'ollama', 'llamacpp'],
    config: { retry: false },
    cases: { ...argumentCases(7000), ...argumentCases(100_000) },
  },
  {
    name: 'bodies with a limit',
    config: { retry: false, limits: { maxBodyBytes: MB } },
    cases: {
      '20 MB': {
        respond: (exchange) => sendStream(exchange, [`{"x":"`, ...Array.from({ length: 20 }, () => 'x'.repeat(MB))]),
        outcome: ['limit_exceeded'],
      },
    },
  },
];
