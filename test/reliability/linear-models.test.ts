import { createClient, type LmClient } from '@lmux/core';
import { FakeTransport, type FakeRequest, type FakeResponse } from '@lmux/core/testing';
import { expect, test } from 'vitest';
import { DIALECTS } from './support/dialects.ts';
import { growthOf, LINEAR } from '@lmux/test-support';

const named = (name: string, index: number): object => ({
  id: name,
  key: name,
  name,
  model: name,
  digest: `d${index}`,
  size: 1,
  type: 'llm',
});

/** Returns a list of models in the form of every server. */
function listOf(size: number): object {
  const models = Array.from({ length: size }, (_, index) => named(`m${index}`, index));
  return { object: 'list', data: models, models };
}

function progressOf(size: number): string {
  const layers = Array.from({ length: size }, (_, index) => ({
    status: 'pulling',
    digest: `d${index}`,
    total: 2,
    completed: 1,
  }));
  return [...layers, { status: 'success' }].map((line) => JSON.stringify(line)).join('\n');
}

const listModels = async (client: LmClient): Promise<void> => void (await client.models.list());

async function download(client: LmClient): Promise<void> {
  let status = await client.models.download({ model: 'm' });
  while (status.status === 'downloading') status = await client.models.downloadStatus(status.jobId ?? '');
  expect(status).toMatchObject({ status: 'completed' });
}

test.each<
  [
    what: string,
    name: string,
    size: number,
    run: (client: LmClient) => Promise<void>,
    respond: (size: number) => (request: FakeRequest) => FakeResponse,
  ]
>([
  ...['openai', 'lmstudio native', 'llamacpp'].map(
    (name): [string, string, number, typeof listModels, (size: number) => () => FakeResponse] => [
      'models',
      name,
      16_384,
      listModels,
      (size) => () => ({ json: listOf(size) }),
    ],
  ),
  [
    'models',
    'ollama native',
    4096,
    listModels,
    (size) => {
      const json = listOf(size);
      return ({ url }) => ({ json: url.endsWith('/show') ? { capabilities: [] } : json });
    },
  ],
  ['layers', 'ollama native', 8192, download, (size) => () => ({ body: progressOf(size) })],
])('%s of %s take time in proportion to their number', async (_what, name, most, run, respond) => {
  const dialect = DIALECTS.find((candidate) => candidate.name === name);
  expect(dialect).toBeDefined();
  if (dialect === undefined) return;
  const growth = await growthOf(most, (size) => async () => {
    const script = respond(size);
    const transport = new FakeTransport(...Array.from({ length: size + 3 }, () => script));
    await using client = createClient({
      plugins: [dialect.plugin],
      config: { provider: dialect.provider, model: 'm', retry: false },
      transport,
    });
    await run(client);
  });
  expect(growth).toBeLessThan(LINEAR);
});
