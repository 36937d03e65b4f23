import { createHook } from 'node:async_hooks';
import { expect, test } from 'vitest';
import type { LmClient } from '../../contract/lm-client.js';
import { ABLE_ROUTE } from '../../testing/fake-matrix.js';
import { fakeProvider } from '../../testing/fake-provider.js';
import { createClient } from '../create-client.js';
import { DEPENDS, IMAGE } from '../../../test/support/model-clients.js';

const NO_DESCRIPTIONS = { 'models.describe': 'no', 'models.list': 'no', 'tokens.count': 'no' } as const;
const BY_MODEL = { tools: DEPENDS, imageInput: DEPENDS, reasoning: DEPENDS } as const;

function clientOf(cells: object): LmClient {
  const plugin = fakeProvider({ routes: { only: { ...ABLE_ROUTE, ...cells } }, models: [{ id: 'm' }] });
  return createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm' } });
}

/** Returns the number of promises that a call creates. The first calls may create more. */
async function promisesOf(call: () => Promise<unknown>): Promise<number> {
  for (let index = 0; index < 3; index += 1) await call();
  let promises = 0;
  const hook = createHook({ init: (_, type) => void (promises += type === 'PROMISE' ? 1 : 0) });
  hook.enable();
  await call();
  hook.disable();
  return promises;
}

const CALLS: readonly (readonly [string, (client: LmClient) => Promise<unknown>])[] = [
  ['chat', (client) => client.chat('hi')],
  ['chatStream', (client) => client.chatStream('hi').response()],
];

test.each(CALLS)('%s of plain text creates no promise for models that can be described', async (_, call) => {
  const simple = clientOf(NO_DESCRIPTIONS);
  const describing = clientOf(BY_MODEL);
  const expected = await promisesOf(() => call(simple));
  expect(expected).toBeGreaterThan(0);
  expect(await promisesOf(() => call(describing))).toBe(expected);
  // Also after something has become known about the model.
  await describing.models.describe();
  expect(await promisesOf(() => call(describing))).toBe(expected);
});

test('the lookup for an image creates promises, so that the count would show one', async () => {
  const routes = { only: { ...ABLE_ROUTE, ...BY_MODEL } };
  const describeModel = async () => Promise.reject(new Error('down'));
  const plugin = fakeProvider({ routes, methods: { describeModel } });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm' } });
  const plain = await promisesOf(() => client.chat('hi'));
  expect(await promisesOf(() => client.chat(IMAGE))).toBeGreaterThan(plain);
});
