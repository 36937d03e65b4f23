// The formats in which the server of the floods responds.

/** The format of the route that a request uses. */
export interface WireFormat {
  /** Content type of a stream. */
  readonly streamType: string;
  /** Returns an item of a stream with this JSON. */
  readonly item: (json: string) => string;
  /** Returns an item with a text delta. `extra` is JSON that is added to the object, with a comma before it. */
  readonly piece: (text: string, extra?: string) => string;
  /** The end of a stream. */
  readonly end: string;
  /** Returns a complete response. */
  readonly whole: (text: string, extra?: string) => string;
  /** A line that only keeps the connection alive. */
  readonly comment: string;
}

const sse = (json: string): string => `data: ${json}\n\n`;
const ndjson = (json: string): string => `${json}\n`;

const OPENAI: WireFormat = {
  streamType: 'text/event-stream',
  item: sse,
  piece: (text, extra = '') =>
    sse(`{"id":"c","choices":[{"index":0,"delta":{"content":${JSON.stringify(text)}},"finish_reason":null}]${extra}}`),
  end: `${sse('{"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}')}data: [DONE]\n\n`,
  whole: (text, extra = '') =>
    `{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":${JSON.stringify(text)}},"finish_reason":"stop"}]${extra}}`,
  comment: ': x\n\n',
};

const nativeResult = (text: string): string =>
  `{"model_instance_id":"m","output":[{"type":"message","content":${JSON.stringify(text)}}],"stats":{"input_tokens":1,"total_output_tokens":1}`;

const NATIVE: WireFormat = {
  streamType: 'text/event-stream',
  item: sse,
  piece: (text, extra = '') =>
    `event: message.delta\n${sse(`{"type":"message.delta","content":${JSON.stringify(text)}${extra}}`)}`,
  end: `event: chat.end\n${sse(`{"type":"chat.end","result":${nativeResult('')}}}`)}`,
  whole: (text, extra = '') => `${nativeResult(text)}${extra}}`,
  comment: ': x\n\n',
};

const reply = (text: string, rest: string): string =>
  `{"model":"m","message":{"role":"assistant","content":${JSON.stringify(text)}},${rest}}`;
const ENDED = '"done":true,"done_reason":"stop","prompt_eval_count":1,"eval_count":1';

const OLLAMA: WireFormat = {
  streamType: 'application/x-ndjson',
  item: ndjson,
  piece: (text, extra = '') => ndjson(reply(text, `"done":false${extra}`)),
  end: ndjson(reply('', ENDED)),
  whole: (text, extra = '') => reply(text, `${ENDED}${extra}`),
  comment: '\n',
};

/** Returns the format of the route with this path. */
export function formatOf(path: string): WireFormat {
  if (path.endsWith('/api/v1/chat')) return NATIVE;
  return path.endsWith('/api/chat') ? OLLAMA : OPENAI;
}
