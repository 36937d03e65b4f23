import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** A request as it came. */
export interface SeenRequest {
  readonly route: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** What to answer: status, body and content type, or a function that does as it likes with the response. */
export type Answer =
  | { readonly status?: number; readonly body: unknown; readonly contentType?: string }
  | ((response: ServerResponse, request: SeenRequest) => void);

/** Answers by `METHOD /path`; one function answers all. */
export type Script = Readonly<Record<string, Answer>> | ((request: SeenRequest) => Answer);

/** What Ollama says on a path that it does not know. */
const UNKNOWN_ROUTE: Answer = { status: 404, body: '404 page not found', contentType: 'text/plain' };

/** Newline-delimited JSON. */
export function ndjson(...values: object[]): Answer {
  return { body: values.map((value) => `${JSON.stringify(value)}\n`).join(''), contentType: 'application/x-ndjson' };
}

/** A line of a chat. */
export function piece(content: string, more: object = {}): object {
  return {
    model: 'm',
    created_at: '2026-11-22T13:17:28.4Z',
    message: { role: 'assistant', content, ...more },
    done: false,
  };
}

/** The last line of a chat, and a whole one. */
export function lastPiece(content = '', more: object = {}): Record<string, unknown> {
  return {
    ...piece(content),
    done: true,
    done_reason: 'stop',
    total_duration: 3e9,
    load_duration: 5e8,
    prompt_eval_count: 12,
    prompt_eval_duration: 1e9,
    eval_count: 7,
    eval_duration: 1e9,
    ...more,
  };
}

function reply(response: ServerResponse, answer: Exclude<Answer, (...given: never[]) => void>): void {
  const { status = 200, body, contentType = 'application/json; charset=utf-8' } = answer;
  response.writeHead(status, { 'Content-Type': contentType });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A server that says exactly what a test gives it; it is closed after the test. */
export async function scriptServer(script: Script): Promise<{ url: string; requests: SeenRequest[] }> {
  const requests: SeenRequest[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const route = `${request.method} ${request.url}`;
    const seen: SeenRequest = { route, headers: request.headers, body: text === '' ? undefined : JSON.parse(text) };
    requests.push(seen);
    const answer = typeof script === 'function' ? script(seen) : (script[route] ?? UNKNOWN_ROUTE);
    if (typeof answer === 'function') answer(response, seen);
    else reply(response, answer);
  };
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
