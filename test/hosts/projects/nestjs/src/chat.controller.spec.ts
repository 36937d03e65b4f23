import { createClient, LM_CLIENT } from '@lmux/core';
import { fakeProvider } from '@lmux/core/testing';
import { Test } from '@nestjs/testing';
import { lastValueFrom, toArray } from 'rxjs';
import { ChatController } from './chat.controller';

async function createController(provider = fakeProvider()): Promise<ChatController> {
  const client = createClient({ plugins: [provider], config: { provider: 'fake', model: 'fake-model' } });
  const testing = await Test.createTestingModule({
    controllers: [ChatController],
    providers: [{ provide: LM_CLIENT, useValue: client }],
  }).compile();
  return testing.get(ChatController);
}

describe('ChatController', () => {
  it('streams a response', async () => {
    const controller = await createController();
    const messages = await lastValueFrom(controller.ask('Hello there').pipe(toArray()));
    expect(messages[0]).toMatchObject({ data: { type: 'start' } });
    expect(messages.at(-1)).toMatchObject({ data: { type: 'finish', response: { text: 'Hello there' } } });
  });

  it('sends an error', async () => {
    const controller = await createController();
    const message = await lastValueFrom(controller.ask(''));
    expect(message).toMatchObject({ type: 'error', data: { type: 'error', error: { code: 'empty_prompt' } } });
  });

  it('computes embeddings', async () => {
    const controller = await createController();
    const response = await controller.embed({ input: ['The sky.', 'The sea.'] });
    expect(await response.json()).toMatchObject({ embeddings: [expect.anything(), expect.anything()] });
  });
});
