import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { createClient } from '@lmux/core';
import { fakeProvider } from '@lmux/core/testing';
import { ChatController } from './chat.controller';

it('stops the model if the client leaves before the first event', async () => {
  const fake = fakeProvider({ replies: () => new Promise<string>(() => {}) });
  const client = createClient({ plugins: [fake], config: { provider: 'fake', model: 'fake-model' } });
  const response = new ServerResponse(new IncomingMessage(new Socket()));

  const sent = new ChatController(client).chat({ messages: [{ role: 'user', content: 'Hello' }] }, response);
  response.emit('close');

  expect((await sent).status).toBe(499);
});
