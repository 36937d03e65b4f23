import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as it came. */
export interface SeenRequest {
  readonly route: string;
  readonly body: unknown;
}

/** What to answer: status and body, or a function that does as it likes with the response. */
export type Answer = { readonly status?: number; readonly body: unknown } | ((response: ServerResponse) => void);

/** Answers by `METHOD /path`. */
export type Script = Readonly<Record<string, Answer | (() => Answer)>>;

/** An error as llama-server writes it. */
export function refusal(status: number, message: string, type = 'invalid_request_error', more: object = {}): Answer {
  return { status, body: { error: { code: status, message, type, ...more } } };
}

const UNKNOWN = refusal(404, 'File Not Found', 'not_found_error');

/** Answers as JSON. */
function send(response: ServerResponse, answer: Answer): void {
  if (typeof answer === 'function') return answer(response);
  response.writeHead(answer.status ?? 200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(answer.body));
  return undefined;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}

/** What a server's handler answers to a request. */
export type Handler = (request: SeenRequest, response: ServerResponse) => Answer | undefined;

/** A server on a free port; it is closed after the test. */
export async function serve(handle: Handler): Promise<{ url: string; requests: SeenRequest[] }> {
  const requests: SeenRequest[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = { route: `${request.method} ${request.url}`, body: await bodyOf(request) };
    requests.push(seen);
    const given = handle(seen, response);
    if (given !== undefined) send(response, given);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** A server that says exactly what a test gives it. */
export function scriptServer(script: Script): ReturnType<typeof serve> {
  return serve(({ route }) => {
    const answer = script[route] ?? UNKNOWN;
    return typeof answer === 'function' && answer.length === 0 ? (answer as () => Answer)() : answer;
  });
}

/** An event stream of these chunks. */
export function sse(...values: (object | '[DONE]')[]): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const value of values)
      response.write(`data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`);
    response.end();
  };
}
