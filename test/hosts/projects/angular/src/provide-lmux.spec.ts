import { TestBed } from '@angular/core/testing';
import { expect, test } from 'vitest';
import { appConfig } from './app.config';
import { LM_CLIENT } from './provide-lmux';

test('closes the client with the application', async () => {
  TestBed.configureTestingModule({ providers: appConfig.providers });
  const client = TestBed.inject(LM_CLIENT);
  expect(client.provider).toBe('lmstudio');
  TestBed.resetTestingModule();
  await expect(client.chat({ messages: [] })).rejects.toMatchObject({ code: 'closed' });
});
