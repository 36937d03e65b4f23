import { createClient, LM_CLIENT, LmError } from '@lmux/core';
import { fakeProvider } from '@lmux/core/testing';
import { Test } from '@nestjs/testing';
import { lastValueFrom, toArray } from 'rxjs';
import { ChatController } from './chat.controller';

const fake = fakeProvider({ replies: ['It scatters light.', new LmError('overloaded', 'The queue is full.')] });
const client = createClient({ plugins: [fake], config: { provider: 'fake', model: 'fake-model' } });

async function createController(): Promise<ChatController> {
  const testing = await Test.createTestingModule({
    controllers: [ChatController],
    providers: [{ provide: LM_CLIENT, useValue: client }],
  }).compile();
  return testing.get(ChatController);
}

describe('ChatController', () => {
  it('streams a reply', async () => {
    const controller = await createController();
    const messages = await lastValueFrom(controller.ask('Why is the sky blue?').pipe(toArray()));
    expect(messages.at(-1)).toMatchObject({ data: { type: 'finish', response: { text: 'It scatters light.' } } });
    expect(fake.recordedRequests).toMatchObject([{ messages: [{ content: 'Why is the sky blue?' }] }]);
  });

  it('sends an error', async () => {
    const controller = await createController();
    const message = await lastValueFrom(controller.ask('Why is the sky blue?'));
    expect(message).toMatchObject({ type: 'error', data: { error: { code: 'overloaded' } } });
  });

  it('computes embeddings', async () => {
    const controller = await createController();
    const { embeddings } = await controller.embed({ input: ['The sky.', 'The sea.'] });
    expect(embeddings).toHaveLength(2);
  });
});
