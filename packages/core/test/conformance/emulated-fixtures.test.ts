import { expect, test } from 'vitest';
import type { CapabilityMatrix } from '../../src/provider/index.js';
import { ABLE_ROUTE, type RouteFixtures } from '../../src/testing/index.js';
import { collectCases, failuresOf, subjectOf } from './collect-cases.js';
import { goodFixtures } from './good-provider/good-fixtures.js';
import { GoodProvider } from './good-provider/good-provider.js';

const { 'chat/emulated-tools': _, 'chat.stream/emulated-tools': __, ...WITHOUT } = goodFixtures;

/** Returns the failures of the cases that compare the fixtures with the matrix. */
function fixtureFailures(
  cells: Partial<CapabilityMatrix['routes'][string]>,
  fixtures: RouteFixtures,
): Promise<Record<string, string>> {
  const matrix = { provider: 'good', routes: { all: { ...ABLE_ROUTE, ...cells } } };
  const factory = () => subjectOf((context) => new GoodProvider(context), matrix);
  return failuresOf(collectCases({ factory, fixtures: { all: fixtures } }), /fixture/);
}

/** Returns the message for a fixture that is missing. */
function missing(name: string): string {
  return `The matrix does not deny "jsonSchema", from which lmux emulates tools, but route "all" has no fixture "${name}". Add a response of the server whose text is conformanceValues.emulatedCalls, or { none: 'why' }.`;
}

test.each(['yes', 'unknown', { support: 'yes', note: 'Depends on the model.', dependsOnModel: true }] as const)(
  'a route with chats must have the fixtures of emulated tools if its cell of jsonSchema is %j',
  async (jsonSchema) => {
    const failures = await fixtureFailures({ jsonSchema }, WITHOUT);
    expect(failures).toEqual({
      'good: route all: chat/emulated-tools: has a fixture': missing('chat/emulated-tools'),
      'good: route all: chat.stream/emulated-tools: has a fixture': missing('chat.stream/emulated-tools'),
    });
    expect(await fixtureFailures({ jsonSchema }, goodFixtures)).toEqual({});
  },
);

test('a route without jsonSchema needs no fixtures of emulated tools, and must not have any', async () => {
  expect(await fixtureFailures({ jsonSchema: 'no' }, WITHOUT)).toEqual({});
  expect(Object.keys(await fixtureFailures({ jsonSchema: 'no' }, goodFixtures))).toEqual([
    'good: route all: chat/emulated-tools: has a fixture only if it is declared',
    'good: route all: chat.stream/emulated-tools: has a fixture only if it is declared',
  ]);
});

test('a chat that is unknown and has no fixture needs none of emulated tools', async () => {
  const { chat: _chat, ...fixtures } = WITHOUT;
  const failures = await fixtureFailures({ chat: 'unknown' }, fixtures);
  expect(Object.keys(failures)).toEqual(['good: route all: chat.stream/emulated-tools: has a fixture']);
});
