import { TestBed } from '@angular/core/testing';
import { createClient } from '@lmux/core';
import { fakeProvider } from '@lmux/core/testing';
import { expect, test, vi } from 'vitest';
import { ImageButton } from './image-button';
import { LM_CLIENT } from './provide-lmux';

const models = [
  { id: 'sees', features: { imageInput: true } },
  { id: 'blind', features: { imageInput: false } },
  { id: 'silent' },
];

test.each([
  ['sees', 1],
  ['blind', 0],
  ['silent', 1],
  ['unknown', 1],
])('with the model "%s", the page has %d image button(s)', async (model, count) => {
  const fake = fakeProvider({ models });
  const client = createClient({ plugins: [fake], config: { provider: 'fake', model } });
  TestBed.configureTestingModule({ providers: [{ provide: LM_CLIENT, useValue: client }] });
  const fixture = TestBed.createComponent(ImageButton);
  await vi.waitFor(() => expect(fake.calls.map(({ method }) => method)).toEqual(['describeModel']));
  await fixture.whenStable();
  const page = fixture.nativeElement as HTMLElement;
  await vi.waitFor(() => expect(page.querySelectorAll('button')).toHaveLength(count));
});
