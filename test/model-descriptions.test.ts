import { createClient, type LmClient, type ModelDescription } from '@lmux/core';
import { startEmulator, type ModelDefinition, type ServerProfileName } from '@lmux/emulator';
import { closeAfterTest } from '@lmux/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';
import { plugins } from '../examples/plugins.ts';
import { wrongFeatures } from './observed-support.ts';

const MODELS: readonly ModelDefinition[] = [
  { id: 'plain', toolUse: false, loaded: true },
  { id: 'vision', toolUse: false, vision: true, loaded: true },
  { id: 'tool', loaded: true },
  { id: 'reasoning', toolUse: false, reasoning: { allowed: ['off', 'on', 'medium'], default: 'off' }, loaded: true },
  { id: 'embedding', type: 'embedding', loaded: true },
];

/** What the servers tell about each model. LM Studio accepts tools with every chat model. */
const FEATURES: readonly (readonly [profile: ServerProfileName, model: string, features: object])[] = [
  ['ollama', 'plain', { chat: true, imageInput: false, tools: false, reasoning: false }],
  ['ollama', 'vision', { chat: true, imageInput: true, tools: false, reasoning: false }],
  ['ollama', 'tool', { chat: true, imageInput: false, tools: true, reasoning: false }],
  ['ollama', 'reasoning', { chat: true, imageInput: false, tools: false, reasoning: true }],
  ['ollama', 'embedding', { chat: false, embedding: true, imageInput: false, tools: false, reasoning: false }],
  ['llamacpp', 'plain', { imageInput: false, tools: false }],
  ['llamacpp', 'vision', { imageInput: true, tools: false }],
  ['llamacpp', 'tool', { imageInput: false, tools: true }],
  ['llamacpp', 'embedding', { embedding: true }],
  ['lmstudio', 'plain', { chat: true, imageInput: false }],
  ['lmstudio', 'vision', { chat: true, imageInput: true }],
  ['lmstudio', 'tool', { chat: true, imageInput: false, tools: true }],
  ['lmstudio', 'reasoning', { chat: true, imageInput: false, reasoning: true }],
  ['lmstudio', 'embedding', { chat: false, embedding: true }],
];

/** Starts a server with all models and returns a client that leaves every decision to it. Both are closed after the test. */
async function uncheckedClient(as: ServerProfileName, provider: string): Promise<LmClient> {
  const emulator = await startEmulator({ as, models: MODELS });
  onTestFinished(() => emulator.close());
  const config = { provider, baseUrl: emulator.url, modelCapabilities: 'off', emulate: 'never', retry: false } as const;
  return closeAfterTest(createClient({ plugins, config }));
}

function valuesOf({ features }: ModelDescription): object {
  return Object.fromEntries(Object.entries(features).map(([feature, described]) => [feature, described?.value]));
}

test.each(FEATURES)('%s describes the model "%s"', async (profile, model, features) => {
  const client = await uncheckedClient(profile, profile);
  expect(valuesOf(await client.models.describe(model))).toMatchObject(features);
});

describe.each(['ollama', 'llamacpp', 'lmstudio'] as const)('the emulated %s', (profile) => {
  describe.each([profile, 'openai'])('with provider %s', (provider) => {
    const routes = Object.keys(plugins.find(({ id }) => id === provider)?.capabilities?.routes ?? {});

    test.each(routes.flatMap((route) => MODELS.map(({ id }) => [route, id] as const)))(
      'route %s: the features of the model "%s" are as described',
      async (route, name) => {
        const client = await uncheckedClient(profile, provider);
        // Ollama lists "plain" as "plain:latest".
        const listed = (await client.models.list()).find(({ id }) => id === name || id === `${name}:latest`);
        if (listed === undefined) throw new Error(`The server does not list "${name}".`);
        const model = listed.id;
        const description = await client.models.describe(model);
        expect(await wrongFeatures(description, { client, model, route })).toEqual({});
      },
    );
  });
});
