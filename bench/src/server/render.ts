import { tokenAt } from './workload.ts';

/** The stream format of a route. */
export interface Wire {
  readonly type: string;
  readonly first: string;
  piece(token: string): string;
  readonly last: string;
}

const chunk = (delta: string, rest: string): string =>
  `data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1760000000,"model":"bench","system_fingerprint":"fp_bench",` +
  `"choices":[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${rest}\n\n`;

const OPENAI: Wire = {
  type: 'text/event-stream',
  first: chunk('{"role":"assistant","content":""}', 'null}]}'),
  piece: (token) => chunk(`{"content":${JSON.stringify(token)}}`, 'null}]}'),
  last: `${chunk('{}', '"stop"}]}')}data: [DONE]\n\n`,
};

const STATS =
  '{"input_tokens":1,"total_output_tokens":1,"reasoning_output_tokens":0,"tokens_per_second":1,"time_to_first_token_seconds":1}';
const event = (name: string, json: string): string => `event: ${name}\ndata: {"type":"${name}"${json}}\n\n`;

const NATIVE: Wire = {
  type: 'text/event-stream',
  first: event('chat.start', ',"model_instance_id":"bench"') + event('message.start', ''),
  piece: (token) => event('message.delta', `,"content":${JSON.stringify(token)}`),
  last:
    event('message.end', '') +
    event('chat.end', `,"result":{"model_instance_id":"bench","output":[],"stats":${STATS},"response_id":"r"}`),
};

const line = (json: string): string => `{"model":"bench","created_at":"2026-01-01T00:00:00.000000000Z",${json}}\n`;

const OLLAMA: Wire = {
  type: 'application/x-ndjson',
  first: '',
  piece: (token) => line(`"message":{"role":"assistant","content":${JSON.stringify(token)}},"done":false`),
  last: line(
    '"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":1,"eval_count":1',
  ),
};

/** Returns the format of a path's responses. */
export function wireOf(path: string): Wire {
  if (path === '/api/chat') return OLLAMA;
  return path === '/api/v1/chat' ? NATIVE : OPENAI;
}

/** Returns one chunk of a body with `transfer-encoding: chunked`, which is sent in one write. */
export function framed(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

export const END = Buffer.from('0\r\n\r\n');

export function streamHead(type: string): Buffer {
  return Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ntransfer-encoding: chunked\r\n\r\n`);
}

export function jsonResponse(body: string): Buffer {
  const bytes = Buffer.from(body);
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${bytes.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
}

/** Renders the writes of a complete stream. */
export function renderStream(wire: Wire, events: number, eventsAWrite: number): Buffer[] {
  const writes: Buffer[] = [streamHead(wire.type)];
  if (wire.first !== '') writes.push(framed(wire.first));
  for (let at = 0; at < events; at += eventsAWrite) {
    let text = '';
    for (let index = at; index < Math.min(events, at + eventsAWrite); index += 1) text += wire.piece(tokenAt(index));
    writes.push(framed(text));
  }
  writes.push(framed(wire.last), END);
  return writes;
}

export function renderChat(path: string): Buffer {
  const content = Array.from({ length: 40 }, (_, index) => tokenAt(index)).join('');
  if (path === '/api/chat') {
    const message = { role: 'assistant', content };
    return jsonResponse(
      JSON.stringify({ model: 'bench', created_at: '2026-01-01T00:00:00Z', message, done: true, eval_count: 40 }),
    );
  }
  const choice = { index: 0, message: { role: 'assistant', content }, logprobs: null, finish_reason: 'stop' };
  const usage = { prompt_tokens: 10, completion_tokens: 40, total_tokens: 50 };
  return jsonResponse(
    JSON.stringify({
      id: 'chatcmpl-bench',
      object: 'chat.completion',
      created: 1760000000,
      model: 'bench',
      choices: [choice],
      usage,
    }),
  );
}

export function renderEmbeddings(path: string, vectors: number, dimensions: number, base64: boolean): Buffer {
  const rows = Array.from({ length: vectors }, (_, row) =>
    Float32Array.from({ length: dimensions }, (_item, column) => Math.sin(row * dimensions + column) / 28),
  );
  if (path === '/api/embed')
    return jsonResponse(JSON.stringify({ model: 'bench', embeddings: rows.map((row) => [...row]) }));
  const data = rows.map((row, index) => ({
    object: 'embedding',
    index,
    embedding: base64 ? Buffer.from(row.buffer).toString('base64') : [...row],
  }));
  return jsonResponse(
    JSON.stringify({ object: 'list', data, model: 'bench', usage: { prompt_tokens: 1, total_tokens: 1 } }),
  );
}
