// Imports packages and chats over both transports, under the options of Node that restrict a process. Starts its own server.
import { createServer } from 'node:http';
import 'reflect-metadata/lite';
import { createClient, FetchTransport, LM_CLIENT, lmClient, registerLmux, UndiciTransport } from '@lmux/core';
import { fakeProvider } from '@lmux/core/testing';
import { openai } from '@lmux/provider-openai';
import { fromStream } from '@lmux/rx';
import { container, inject, injectable } from 'tsyringe';
import { checkContainer, checkRegistration } from './check-entry.mjs';

const MESSAGES = [{ role: 'user', content: 'hello' }];
const chunk = (choice) => `data: ${JSON.stringify({ id: 'x', choices: [{ index: 0, ...choice }] })}\n\n`;

const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  const { stream, seed } = JSON.parse(body);
  if (seed === 1) return response.writeHead(429).end('{"error":{"message":"slow down"}}');
  if (!stream)
    return response.end('{"id":"x","choices":[{"index":0,"message":{"content":"hi"},"finish_reason":"stop"}]}');
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  return response.end(chunk({ delta: { content: 'hi' } }) + chunk({ delta: {}, finish_reason: 'stop' }));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const config = { provider: 'openai', baseUrl: `http://127.0.0.1:${server.address().port}`, model: 'm', retry: false };

function expectEqual(what, received, expected) {
  if (received !== expected) throw new Error(`${what} must be ${expected}; received ${received}.`);
}

async function streamed(client) {
  let text = '';
  await new Promise((resolve, reject) => {
    fromStream((signal) => client.chatStream({ messages: MESSAGES }, { signal })).subscribe({
      next: (event) => (text += event.type === 'text-delta' ? event.text : ''),
      error: reject,
      complete: resolve,
    });
  });
  return text;
}

for (const transport of [new UndiciTransport(), new FetchTransport()]) {
  const client = createClient({ plugins: [openai], config, transport });
  expectEqual('The text', (await client.chat({ messages: MESSAGES })).text, 'hi');
  expectEqual('The streamed text', await streamed(client), 'hi');
  const error = await client.chat({ messages: MESSAGES, seed: 1 }).catch((caught) => caught);
  expectEqual('The code of the error', error.code, 'rate_limited');
  await client.close();
  await transport.close();
}
server.close();
await checkContainer({ createClient, LM_CLIENT, fakeProvider, container, inject, injectable });
await checkRegistration({ registerLmux, lmClient, fakeProvider, container });
console.log('checked hardened.mjs');
