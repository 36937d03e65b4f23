// Shows a gateway with OpenAI's API in front of any server: text chats, complete or streamed, with real statuses.
// LM_PROVIDER, LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model, PORT the port of the gateway.
import type { AddressInfo } from 'node:net';
import { configFromEnv, createClient, type ChatRequest, type ChatResponse } from '@lmux/core';
import { toErrorResponse, toResponse, type StreamFormat } from '@lmux/core/web';
import { plugins } from './plugins.ts';
import { serve } from './serve.ts';

const client = createClient({ plugins, config: configFromEnv() });

const chunk = (choice: object): string =>
  `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta: {}, ...choice }] })}\n\n`;
const reason = ({ finishReason: { unified } }: ChatResponse): string =>
  unified === 'unknown' ? 'stop' : unified.replace('-', '_');

const chunks: StreamFormat = {
  contentType: 'text/event-stream',
  encode(event) {
    if (event.type === 'text-delta') return chunk({ delta: { content: event.text } });
    return event.type === 'finish' ? `${chunk({ finish_reason: reason(event.response) })}data: [DONE]\n\n` : '';
  },
  encodeError: (error) => `data: ${JSON.stringify(error)}\n\n`,
  keepAlive: ': keep-alive\n\n',
};

/** The fields of a request that the gateway passes on. */
type GatewayRequest = ChatRequest & { readonly stream?: boolean };

async function respond(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname !== '/v1/chat/completions') return Response.json({ error: { message: 'Not found.' } }, { status: 404 });
  const body: unknown = await request.json().catch(() => undefined);
  if (typeof body !== 'object' || body === null)
    return Response.json({ error: { message: 'The body must be a JSON object.' } }, { status: 400 });
  const { model, messages, stream } = body as GatewayRequest;
  // Whoever calls the gateway can try again, with the wait that the response states.
  const options = { signal: request.signal, retry: false } as const;
  if (stream) return toResponse(client.chatStream({ model, messages }, options), { format: chunks });
  try {
    const response = await client.chat({ model, messages }, options);
    const message = { role: 'assistant', content: response.text };
    const choices = [{ index: 0, message, finish_reason: reason(response) }];
    return Response.json({ object: 'chat.completion', model: response.model, choices });
  } catch (error) {
    return toErrorResponse(error);
  }
}

const server = serve(respond, Number(process.env['PORT'] ?? 8080));
server.once('listening', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
process.once('SIGINT', () => {
  server.close();
  server.closeAllConnections();
  void client.close();
});
