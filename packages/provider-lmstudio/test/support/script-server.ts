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

/** What LM Studio says on a path that it does not know. */
export function unknownRoute(route: string): Answer {
  return {
    status: route.includes(' /api/v1/') ? 404 : 200,
    body: { error: `Unexpected endpoint or method. (${route})` },
  };
}

/** An event stream of these bytes. */
export function sse(bytes: string): Answer {
  return { body: bytes, contentType: 'text/event-stream' };
}

/** An event as LM Studio writes it. */
export function event(type: string, payload: unknown = { type }): string {
  return `event: ${type}\ndata: ${JSON.stringify(payload)}\n\n`;
}

/** A result as `chat.end` and a whole answer have it. */
export function chatResult(content = 'Hi', more: object = {}): Record<string, unknown> {
  return {
    model_instance_id: 'qwen/qwen3-4b',
    output: [{ type: 'message', content }],
    stats: {
      input_tokens: 12,
      total_output_tokens: 7,
      reasoning_output_tokens: 0,
      tokens_per_second: 43.73,
      time_to_first_token_seconds: 0.781,
    },
    response_id: 'resp_02b2017dbc06c12bfc353a2ed6c2b802f8cc682884bb5716',
    ...more,
  };
}

function reply(response: ServerResponse, answer: Exclude<Answer, (...given: never[]) => void>): void {
  const { status = 200, body, contentType = 'application/json; charset=utf-8' } = answer;
  response.writeHead(status, { 'X-Powered-By': 'Express', 'Content-Type': contentType });
  response.end(typeof body === 'string' ? body : JSON.stringify(body, null, 2));
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
    const answer = typeof script === 'function' ? script(seen) : (script[route] ?? unknownRoute(route));
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
