import { TestBed } from '@angular/core/testing';
import { createClient } from '@lmux/core';
import { fakeProvider } from '@lmux/core/testing';
import { expect, test, vi } from 'vitest';
import { LM_CLIENT } from './provide-lmux';
import { Summary } from './summary';

test('stops the summary of an article that is replaced', async () => {
  const fake = fakeProvider({ replies: [() => new Promise<never>(() => {}), 'The sea is salty.'] });
  const client = createClient({ plugins: [fake], config: { provider: 'fake', model: 'fake-model' } });
  TestBed.configureTestingModule({ providers: [{ provide: LM_CLIENT, useValue: client }] });
  const fixture = TestBed.createComponent(Summary);
  fixture.componentRef.setInput('article', 'About the sky');
  await vi.waitFor(() => expect(fake.calls).toHaveLength(1));
  fixture.componentRef.setInput('article', 'About the sea');
  await vi.waitFor(() => expect((fixture.nativeElement as HTMLElement).textContent).toBe('The sea is salty.'));
  expect(fake.calls[0]?.call.options.signal?.aborted).toBe(true);
});
