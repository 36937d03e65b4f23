import { countTokens, isLmError, type LmClient } from '@lmux/core';
import { expect, test } from 'vitest';
import { randomChat, randomOf, type RandomChat } from './random-chats.js';
import { liveClient, liveLoader, variable } from './support.js';

const { LM_COUNT_CHATS, LM_SEED } = process.env;
/** Number of chats. `LM_COUNT_CHATS=500` takes about 20 minutes on two cores. */
const CHATS = Number(LM_COUNT_CHATS ?? 15);
/** Printed with every failure. Set LM_SEED to repeat a run with the same chats. */
const SEED = Number(LM_SEED ?? Math.trunc(Math.random() * 2 ** 31));

/** Returns the number of input tokens that the server reports for a chat, also if the chat is too long. */
async function usedTokens(
  client: LmClient,
  chat: RandomChat & { readonly model: string },
): Promise<number | undefined> {
  try {
    return (await client.chat({ ...chat, maxOutputTokens: 1 })).usage?.inputTokens;
  } catch (error) {
    if (!isLmError(error, 'context_overflow')) throw error;
    return Number(/\((\d+) tokens\)/.exec(error.message)?.[1]);
  }
}

test(`the counts of ${CHATS} random chats equal their usage`, { timeout: 3_600_000 }, async (context) => {
  // Chats with tools for a model without them are sent, so that these are counted too.
  const client = liveClient(context, { modelCapabilities: 'off' });
  const models = ['LM_MODEL', 'LM_TOOL_MODEL', 'LM_EMBED_MODEL'].map((name) => variable(name, context));
  for (const model of models) await liveLoader(context).models.load({ model });
  const random = randomOf(SEED);
  const wrong: object[] = [];
  for (let number = 0; number < CHATS; number += 1) {
    const chat = { ...randomChat(random), model: models[number % models.length] ?? '' };
    const { inputTokens, exact } = await countTokens(client, chat);
    const used = await usedTokens(client, chat);
    if (!exact || inputTokens !== used) wrong.push({ number, model: chat.model, inputTokens, exact, used });
  }
  expect({ SEED, wrong }).toEqual({ SEED, wrong: [] });
});

test('a count does not load a model unless it may', { timeout: 600_000 }, async (context) => {
  const client = liveClient(context);
  const { models } = liveLoader(context);
  const model = variable('LM_EMBED_MODEL', context);
  const chat = { model, messages: [{ role: 'user', content: 'Hello' }] } as const;
  await models.unloadAll(model);
  expect(await countTokens(client, chat)).toMatchObject({ exact: false });
  expect(await models.isRunning(model)).toBe(false);
  expect(await countTokens(client, chat, { load: true })).toMatchObject({ exact: true, source: 'server' });
  expect(await models.isRunning(model)).toBe(true);
});
