// Runs against the Ollama server that LM_PROVIDER=ollama and LM_BASE_URL specify. It creates tiny models of its own there.
import { createClient, isLmError } from '@lmux/core';
import {
  createOllamaModel,
  OLLAMA_MODEL_KINDS,
  rejectionOf,
  TINY_MODEL_CONTEXT,
  type OllamaModelKind,
} from '@lmux/test-support';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { OllamaApi, ollama, type OllamaChatRequest } from '../../src/index.js';
import { describeModel } from '../../src/models/describe-model.js';
import { openHttp } from '../../src/open-http.js';

const { LM_PROVIDER, LM_BASE_URL = '' } = process.env;
const why = LM_PROVIDER === 'ollama' ? undefined : 'LM_PROVIDER is not "ollama"';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const HI = { role: 'user', content: 'Hi' };

/** A token of `tinyModel` is a byte. The chat template adds this number of tokens to one message of the user. */
const TEMPLATE_TOKENS = 'user: \nassistant:'.length;

type Api = OllamaApi;

function apiOf(): Api {
  const api = new OllamaApi({ baseUrl: LM_BASE_URL });
  onTestFinished(() => api.close());
  return api;
}

function clientOf(model: string) {
  const client = createClient({
    plugins: [ollama],
    config: { provider: 'ollama', baseUrl: LM_BASE_URL, model, emulate: 'never' },
  });
  onTestFinished(() => client.close());
  return client;
}

function chat(api: Api, model: string, fields: Partial<OllamaChatRequest>): Promise<unknown> {
  return api.chat({ model, messages: [HI], options: { num_predict: 1 }, ...fields });
}

/** A request for each feature that a description has, without the checks of a client. */
const REQUESTS = {
  chat: (api: Api, model: string) => chat(api, model, {}),
  completion: (api: Api, model: string) =>
    api.generate({ model, prompt: 'Hi', raw: true, options: { num_predict: 1 } }),
  embedding: (api: Api, model: string) => api.embed({ model, input: 'Hi' }),
  tools: (api: Api, model: string) => chat(api, model, { tools: [{ type: 'function', function: { name: 'f' } }] }),
  imageInput: (api: Api, model: string) => chat(api, model, { messages: [{ ...HI, images: [PIXEL] }] }),
  reasoning: (api: Api, model: string) => chat(api, model, { think: true }),
} as const;

describe.skipIf(why !== undefined)(
  `models of a real Ollama${why === undefined ? '' : ` (skipped: ${why})`}`,
  { timeout: 600_000 },
  () => {
    const names: Partial<Record<OllamaModelKind, string>> = {};

    beforeAll(async () => {
      for (const kind of OLLAMA_MODEL_KINDS) names[kind] = await createOllamaModel(LM_BASE_URL, kind);
    });

    afterAll(async () => {
      await using api = new OllamaApi({ baseUrl: LM_BASE_URL });
      for (const model of Object.values(names)) await api.delete({ model });
    });

    describe.each(OLLAMA_MODEL_KINDS)('a model of the kind "%s"', (kind) => {
      test.each(Object.keys(REQUESTS) as (keyof typeof REQUESTS)[])(
        'is described as the server treats %s',
        async (feature) => {
          const model = names[kind] ?? '';
          const opened = openHttp({ baseUrl: LM_BASE_URL });
          onTestFinished(() => opened.close());
          const { features } = await describeModel(opened.native, model, {
            options: {},
            isLookup: true,
            wallNow: Date.now,
          });
          const works = await REQUESTS[feature](apiOf(), model).then(
            () => true,
            (error: unknown) => {
              expect(isLmError(error, 'invalid_request') && error.message).toMatch(/does not support/);
              return false;
            },
          );
          // Images are accepted and ignored by models without vision.
          const isIgnored = feature === 'imageInput' && works && kind !== 'vision';
          // Version 0.17 embeds texts with every model, so embeddings are described only for a model that is made for them.
          const isUnknown = feature === 'embedding' && kind !== 'embedding';
          expect(features[feature]).toBe(isUnknown ? undefined : works && !isIgnored);
        },
      );
    });

    test('describing a model does not load it, and deleting it changes the list', async () => {
      const name = await createOllamaModel(LM_BASE_URL, 'tools', 'lmux-tiny-deleted');
      const client = clientOf(name);
      await client.models.unloadAll(name);
      const description = await client.models.describe();
      expect(description).toMatchObject({ id: `${name}:latest`, maxContextLength: TINY_MODEL_CONTEXT });
      expect(await client.models.isRunning(name)).toBe(false);
      const listed = (await client.models.list()).find(({ id }) => id === `${name}:latest`);
      expect(listed?.digest).toBe(description.digest);
      await createOllamaModel(LM_BASE_URL, 'plain', name);
      const replaced = await client.models.describe(name, { refresh: true });
      expect(replaced.digest).not.toBe(description.digest);
      expect(await clientOf(name).models.delete(name)).toEqual({ model: name });
      expect((await client.models.list()).some(({ id }) => id === `${name}:latest`)).toBe(false);
      expect(await rejectionOf(clientOf(name).models.delete(name))).toMatchObject({ code: 'model_not_found' });
      expect(await rejectionOf(client.models.describe(name, { refresh: true }))).toMatchObject({
        code: 'model_not_found',
      });
    });

    test('with contextOverflow: error, 200 overlong prompts are rejected and 200 others are not', async () => {
      const client = clientOf(names.plain ?? '');
      let seed = 19;
      const random = (limit: number): number => {
        seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
        return Math.floor((seed / 2 ** 32) * limit);
      };
      const wrong: unknown[] = [];
      for (const contextLength of Array.from({ length: 20 }, () => 128 + random(129)).toSorted((a, b) => a - b)) {
        for (let index = 0; index < 20; index += 1) {
          const isLong = index % 2 === 0;
          // Up to the first length that does not fit, and the last that does.
          const distance = index < 2 ? 0 : random(80);
          const length = contextLength - TEMPLATE_TOKENS + (isLong ? 1 + distance : -distance);
          const messages = [{ role: 'user', content: 'x'.repeat(length) }] as const;
          const request = { messages, contextLength, maxOutputTokens: 2, contextOverflow: 'error' } as const;
          const run = index % 4 < 2 ? client.chat(request) : client.chatStream(request).response();
          const outcome = await run.then(
            ({ usage, warnings }) => ({
              inputTokens: usage?.inputTokens,
              isTruncated: warnings.some(({ code }) => code === 'prompt_truncated'),
            }),
            (error: unknown) => isLmError(error, 'context_overflow'),
          );
          const expected = isLong ? true : { inputTokens: length + TEMPLATE_TOKENS, isTruncated: false };
          if (JSON.stringify(outcome) !== JSON.stringify(expected)) wrong.push({ contextLength, length, outcome });
        }
      }
      expect(wrong).toEqual([]);
      const embed = { model: names.embedding, extra: { options: { num_ctx: 128 } }, contextOverflow: 'error' } as const;
      expect(await rejectionOf(client.embed({ ...embed, input: 'x'.repeat(129) }))).toMatchObject({
        code: 'context_overflow',
      });
      expect((await client.embed({ ...embed, input: 'x'.repeat(128) })).usage).toEqual({ inputTokens: 128 });
      const complete = {
        prompt: 'x'.repeat(129),
        extra: { options: { num_ctx: 128 } },
        contextOverflow: 'error',
      } as const;
      expect(await rejectionOf(client.complete(complete))).toMatchObject({ code: 'context_overflow' });
    });

    test('with contextOverflow: error, a response ends at the end of the context', async () => {
      const request = {
        messages: [{ role: 'user', content: 'x'.repeat(128 - TEMPLATE_TOKENS) }],
        contextLength: 128,
        maxOutputTokens: 20,
        contextOverflow: 'error',
      } as const;
      expect(await clientOf(names.plain ?? '').chat(request)).toMatchObject({
        usage: { inputTokens: 128, outputTokens: 1 },
        finishReason: { unified: 'length' },
      });
    });
  },
);
