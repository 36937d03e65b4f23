import { expect, test } from 'vitest';
import { createClient } from '../client/create-client.js';
import { rejectionOf, thrownBy } from '@lmux/test-support';
import { fakeProvider } from '../testing/fake-provider.js';

const BOTH = { open: '<a>', close: '</a>' };

/** Invalid settings. The error names the path below `reasoningTags`, what is expected and what was received. */
const WRONG: readonly [what: string, value: unknown, path: string, message: string][] = [
  ['a tag instead of a pair', '<think>', '', 'must be a boolean, an object or an array; received '],
  ['an empty list', [], '', 'must contain a pair of tags; received an empty array.'],
  ['a list of tags', ['<think>'], '[0]', 'must be an object; received a string.'],
  ['only the opening tag', { open: '<a>' }, '', 'must have both "open" and "close" or neither; received only "open".'],
  ['only the closing tag', [{}, { close: '</a>' }], '[1]', 'received only "close".'],
  [
    'an empty tag',
    { ...BOTH, open: '' },
    '.open',
    'must be a string that is not empty and has no whitespace around it',
  ],
  ['a tag with a line break', { ...BOTH, close: '\n</a>' }, '.close', 'has no whitespace around it'],
  ['the same tag twice', { open: '%%', close: '%%' }, '', 'must have different tags; received the same tag twice.'],
  [
    'two pairs that start open',
    [{ startsOpen: true }, { ...BOTH, startsOpen: true }],
    '',
    'at most one pair; received several.',
  ],
  ['a flag of a wrong type', { anywhere: 'yes' }, '.anywhere', 'must be a boolean; received '],
];

const plugins = [fakeProvider()];

test.each(WRONG)('%s is rejected in the configuration and in a call', async (_what, value, path, message) => {
  const reasoningTags = value as boolean;
  const config = { provider: 'fake', model: 'm' };
  const refused = thrownBy(() => createClient({ plugins, config: { ...config, reasoningTags } }));
  expect(refused).toMatchObject({ code: 'config_invalid' });
  expect(String(refused)).toContain(`"reasoningTags${path}" `);
  expect(String(refused)).toContain(message);
  await using client = createClient({ plugins, config });
  const rejected = await rejectionOf(client.chat('x', { reasoningTags }));
  expect(rejected).toMatchObject({ code: 'invalid_request' });
  expect(String(rejected)).toContain(`"options.reasoningTags${path}" `);
});

test.each([true, false, {}, { startsOpen: true }, BOTH, [{}, BOTH], [{ ...BOTH, anywhere: true }]])(
  'accepts %j',
  async (reasoningTags) => {
    await using client = createClient({ plugins, config: { provider: 'fake', model: 'm', reasoningTags } });
    expect(await client.chat('x')).toMatchObject({ route: 'fake' });
  },
);
