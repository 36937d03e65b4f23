import { countTokens, UndiciTransport } from '@lmux/core';
import { closeAfterTest } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { measureEstimates } from '../../scripts/measure-context/estimates.ts';
import { measureOverflow } from '../../scripts/measure-context/overflow.ts';
import { measureTrim, recordMessages } from '../../scripts/measure-context/trim.ts';
import { isOllama, liveClient, liveProvider, modelOf } from './support.ts';

// Small samples. `npm run context` takes large ones.

test('estimates are close to the counts of the server, and their bounds hold', async (context) => {
  if (liveProvider !== 'llamacpp') context.skip(`the provider is ${liveProvider}, which does not count tokens`);
  const exact = closeAfterTest(liveClient());
  const results = await measureEstimates({ exact, model: modelOf('LM_MODEL', context), rounds: 2, prompts: 10 });
  for (const { what, held } of results) expect(held, what).toBeGreaterThanOrEqual(0.9);
  for (const { what, sumError } of results.filter((result) => !result.what.startsWith('mixed'))) {
    expect(Math.abs(sumError), what).toBeLessThan(0.05);
  }
});

test('prompts that are too long are rejected, and no others', async (context) => {
  if (liveProvider !== 'ollama') context.skip(`the provider is ${liveProvider}`);
  const client = closeAfterTest(liveClient());
  const options = { client, model: modelOf('LM_MODEL', context), contextLengths: [128], prompts: 6 };
  expect(await measureOverflow(options)).toEqual([
    { contextLength: 128, overlong: 6, silentCuts: 0, fitting: 6, falseErrors: 0 },
  ]);
});

test('chats that grow beyond the context are trimmed', async (context) => {
  const isOnOllama = liveProvider === 'ollama' && (await isOllama());
  if (liveProvider !== 'llamacpp' && !isOnOllama) context.skip(`the provider is ${liveProvider}`);
  const { transport, sent } = recordMessages(new UndiciTransport());
  const client = closeAfterTest(liveClient({}, transport));
  const model = modelOf('LM_MODEL', context);
  const { contextLength = 0 } = isOnOllama
    ? { contextLength: 256 }
    : await countTokens(client, { model, messages: [{ role: 'user', content: 'Hi' }] }, { load: true });
  const fields = isOnOllama ? { contextLength } : undefined;
  const result = await measureTrim({ client, sent, model, contextLength, chats: 2, fields });
  expect(result).toMatchObject({ requests: 4, overflowErrors: 0, splitPairs: 0, wasteful: 0 });
  expect(result.trimmed).toBeGreaterThan(0);
  expect(result.medianUse).toBeGreaterThanOrEqual(isOnOllama ? 0.75 : 0.85);
});
