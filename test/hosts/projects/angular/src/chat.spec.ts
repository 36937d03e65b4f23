import { TestBed } from '@angular/core/testing';
import { createClient, LmError } from '@lmux/core';
import { fakeProvider, type FakeReply } from '@lmux/core/testing';
import { expect, test, vi } from 'vitest';
import { Chat } from './chat';
import { LM_CLIENT } from './provide-lmux';

async function render(...replies: FakeReply[]) {
  const fake = fakeProvider({ replies });
  const client = createClient({ plugins: [fake], config: { provider: 'fake', model: 'fake-model' } });
  TestBed.configureTestingModule({ providers: [{ provide: LM_CLIENT, useValue: client }] });
  const fixture = TestBed.createComponent(Chat);
  await fixture.whenStable();
  const page = fixture.nativeElement as HTMLElement;
  const send = async (prompt: string, text: string) => {
    page.querySelector('input')!.value = prompt;
    page.querySelector('button')!.click();
    await vi.waitFor(() => expect(page.querySelector('output')?.textContent).toBe(text));
  };
  return { fake, fixture, page, send };
}

test('sends the conversation', async () => {
  const { fake, page, send } = await render('Rayleigh scattering.', 'The path is longer.');
  await send('Why is the sky blue?', 'Rayleigh scattering.');
  await send('Why is the sunset red?', 'The path is longer.');
  expect(page.querySelectorAll('p')).toHaveLength(3);
  expect(fake.recordedRequests[1]?.messages).toEqual([
    { role: 'user', content: 'Why is the sky blue?' },
    { role: 'assistant', content: 'Rayleigh scattering.' },
    { role: 'user', content: 'Why is the sunset red?' },
  ]);
});

test('shows an error, and what arrived before it', async () => {
  const error = new LmError('connection_failed', 'The connection was lost.');
  const { page, send } = await render({ text: 'Rayleigh', error });
  await send('Why is the sky blue?', 'Rayleigh');
  expect(page.querySelector('[role=alert]')?.textContent).toBe('The connection was lost.');
});

test('stops the model when the component is destroyed', async () => {
  const { fake, fixture, send } = await render(() => new Promise<never>(() => {}));
  await send('Why is the sky blue?', '');
  fixture.destroy();
  expect(fake.calls[0]?.call.options.signal?.aborted).toBe(true);
});
