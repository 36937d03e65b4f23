import { describe, expect, test } from 'vitest';
import type { OnUnsupported } from '../contract/call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature, RouteCapabilities } from '../contract/capability.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { DROPPABLE_FEATURES } from '../../test/support/droppable-features.js';
import { planRequest, type PlanInput } from './plan-request.js';

const without = (...features: (Capability | ChatFeature)[]): RouteCapabilities => ({
  ...ABLE_ROUTE,
  ...Object.fromEntries(features.map((feature) => [feature, 'no'])),
});

const MODELS = [
  'models.running',
  'models.load',
  'models.unload',
  'models.download',
  'models.downloadStatus',
] as const satisfies Capability[];
const STATEFUL = [
  'statefulChat',
  'integrations',
  'contextLength',
  'loadProgress',
  'promptProgress',
] as const satisfies ChatFeature[];

/** One server with two routes, each of which lacks something that the other has. */
const TWO_ROADS: CapabilityMatrix = {
  provider: 'lmstudio',
  routes: {
    native: {
      ...without('completion', 'completion.stream', 'embedding'),
      ...without('assistantMessages', 'tools', 'toolChoice', 'jsonObject', 'jsonSchema', 'stop', 'seed', 'logprobs'),
      completion: 'no',
      'completion.stream': 'no',
      embedding: 'no',
      topK: 'yes',
      ttl: { support: 'unknown', note: 'not documented' },
    },
    openai: { ...without(...MODELS, ...STATEFUL), minP: 'unknown', ttl: 'unknown', jsonObject: 'no' },
  },
};
const ONE_ROAD: CapabilityMatrix = { provider: 'openai', routes: { openai: without(...MODELS, ...STATEFUL) } };
const ABLE: CapabilityMatrix = { provider: 'able', routes: { weak: without('chat'), all: ABLE_ROUTE } };

function plan(matrix: CapabilityMatrix, input: Partial<PlanInput> = {}): ReturnType<typeof planRequest> {
  return planRequest(matrix, { capability: 'chat', features: [], onUnsupported: 'error', others: [], ...input });
}

describe('planRequest chooses a route', () => {
  const CASES: readonly [capability: Capability, features: ChatFeature[], native: boolean, one: boolean][] = [
    ['chat', [], true, true],
    ['chat.stream', [], true, true],
    ['chat', ['systemMessage', 'imageInput', 'reasoning', 'topK'], true, true],
    ['chat', ['statefulChat'], true, false],
    ['chat', ['integrations', 'contextLength'], true, false],
    ['chat', ['assistantMessages'], false, true],
    ['chat', ['tools', 'toolChoice'], false, true],
    ['chat', ['jsonSchema'], false, true],
    ['chat.stream', ['stop'], false, true],
    ['chat', ['seed'], false, true],
    ['completion', ['topK'], false, true],
    ['completion.stream', [], false, true],
    ['embedding', [], false, true],
    ['models.list', [], true, true],
    ['models.load', [], true, false],
    ['models.downloadStatus', [], true, false],
  ];
  test.each(CASES)('for %s with %j', (capability, features, native, one) => {
    expect(plan(TWO_ROADS, { capability, features }).route).toBe(native ? 'native' : 'openai');
    const single = plan(ONE_ROAD, { capability, features });
    expect(single.route).toBe(one ? 'openai' : undefined);
    expect(single.missing.length > 0).toBe(!one);
  });

  test('and returns the complete plan', () => {
    expect(plan(TWO_ROADS, { features: ['topK'] })).toEqual({
      capability: 'chat',
      features: ['topK'],
      emulated: [],
      route: 'native',
      dropped: [],
      unverified: [],
      warnings: [],
      missing: [],
      facts: [],
      supportedBy: [],
    });
  });
});

describe('a feature with unknown support', () => {
  test('is sent and listed as unverified', () => {
    expect(plan(TWO_ROADS, { features: ['tools', 'minP'] })).toMatchObject({ route: 'openai', unverified: ['minP'] });
  });

  test('is served by a route that is known to support it, if there is one', () => {
    const unsure: CapabilityMatrix = {
      provider: 'x',
      routes: { first: { ...ABLE_ROUTE, seed: 'unknown' }, second: ABLE_ROUTE },
    };
    expect(plan(unsure, { features: ['seed'] })).toMatchObject({ route: 'second', unverified: [] });
    expect(plan(unsure, { features: [] })).toMatchObject({ route: 'first' });
  });

  test('is served by the preferred route if no route is known to support it', () => {
    expect(plan(TWO_ROADS, { features: ['ttl'] })).toMatchObject({ route: 'native', unverified: ['ttl'] });
  });

  test('is not the same as a missing cell, which means "no"', () => {
    const { seed: _, ...older } = ABLE_ROUTE;
    const matrix = { provider: 'old', routes: { only: older as unknown as RouteCapabilities } };
    expect(plan(matrix, { features: ['seed'] })).toMatchObject({
      route: undefined,
      missing: [{ feature: 'seed', routes: ['only'] }],
    });
  });
});

describe('planRequest without a suitable route', () => {
  test('lists each missing feature with the routes that lack it', () => {
    expect(plan(TWO_ROADS, { features: ['assistantMessages', 'topK', 'statefulChat'] })).toMatchObject({
      route: undefined,
      missing: [
        { feature: 'assistantMessages', routes: ['native'] },
        { feature: 'statefulChat', routes: ['openai'] },
      ],
      warnings: [],
    });
  });

  test('lists features that no route supports, and the capability itself', () => {
    const none: CapabilityMatrix = { provider: 'x', routes: { a: without('chat', 'seed'), b: without('seed') } };
    expect(plan(none, { features: ['seed'] }).missing).toEqual([
      { feature: 'chat', routes: ['a'] },
      { feature: 'seed', routes: ['a', 'b'] },
    ]);
  });

  test('names the other providers that support everything on one route', () => {
    const others = [ONE_ROAD, ABLE];
    expect(plan(TWO_ROADS, { features: ['tools', 'statefulChat'], others }).supportedBy).toEqual(['able']);
    expect(plan(ONE_ROAD, { features: ['statefulChat'], others: [TWO_ROADS, ABLE] }).supportedBy).toEqual([
      'lmstudio',
      'able',
    ]);
    expect(plan(ONE_ROAD, { capability: 'models.load', others: [ONE_ROAD] }).supportedBy).toEqual([]);
    expect(plan(TWO_ROADS, { features: ['tools'], others }).supportedBy).toEqual([]);
  });
});

describe('a forced route', () => {
  test('is used, or the plan has no route', () => {
    expect(plan(TWO_ROADS, { route: 'openai' })).toMatchObject({ route: 'openai' });
    expect(plan(TWO_ROADS, { route: 'native', features: ['seed', 'tools'] })).toMatchObject({
      route: undefined,
      missing: [
        { feature: 'seed', routes: ['native'] },
        { feature: 'tools', routes: ['native'] },
      ],
    });
  });

  test.each(['elsewhere', 'toString', ''])('that does not exist (%j) lacks everything', (route) => {
    expect(plan(TWO_ROADS, { route, features: ['topK'], onUnsupported: 'drop' })).toMatchObject({
      route: undefined,
      missing: [
        { feature: 'chat', routes: [route] },
        { feature: 'topK', routes: [route] },
      ],
    });
  });
});

describe('onUnsupported', () => {
  const DROPPABLE: ChatFeature[] = [...DROPPABLE_FEATURES];
  const bare: CapabilityMatrix = { provider: 'bare', routes: { only: without(...DROPPABLE) } };
  const CASES: readonly [OnUnsupported, route: string | undefined, dropped: ChatFeature[], warned: ChatFeature[]][] = [
    ['error', undefined, [], []],
    ['warn', 'only', DROPPABLE, DROPPABLE],
    ['drop', 'only', DROPPABLE, []],
  ];
  test.each(CASES)('%s', (onUnsupported, route, dropped, warned) => {
    const result = plan(bare, { features: ['systemMessage', ...DROPPABLE], onUnsupported });
    expect(result).toMatchObject({ route, dropped });
    expect(result.warnings.map(({ code, feature }) => [code, feature])).toEqual(
      warned.map((feature) => ['feature_dropped', feature]),
    );
    expect(result.missing.map(({ feature }) => feature)).toEqual(route === undefined ? DROPPABLE : []);
  });

  const NEVER: ChatFeature[] = [
    'systemMessage',
    'assistantMessages',
    'tools',
    'toolChoice',
    'jsonObject',
    'jsonSchema',
    'imageInput',
    'reasoning',
    'stop',
    'statefulChat',
    'integrations',
    'contextLength',
  ];
  test.each(NEVER)('%s is never dropped', (feature) => {
    const matrix: CapabilityMatrix = { provider: 'x', routes: { only: without(feature, 'seed') } };
    for (const onUnsupported of ['warn', 'drop'] as const) {
      expect(plan(matrix, { features: ['seed', feature], onUnsupported })).toMatchObject({
        route: undefined,
        dropped: [],
        warnings: [],
      });
    }
  });

  test('drops nothing if another route supports everything', () => {
    expect(plan(TWO_ROADS, { features: ['seed'], onUnsupported: 'drop' })).toMatchObject({
      route: 'openai',
      dropped: [],
    });
  });

  test('chooses the route that drops the fewest features, and the preferred one among equals', () => {
    const matrix: CapabilityMatrix = {
      provider: 'x',
      routes: { a: without('seed', 'topK'), b: without('seed'), c: without('topK') },
    };
    const dropped = plan(matrix, { features: ['seed', 'topK', 'minP'], onUnsupported: 'drop' });
    expect(dropped).toMatchObject({ route: 'b', dropped: ['seed'] });
  });

  test('names the feature, the route and the provider in the warning', () => {
    const { warnings } = plan(TWO_ROADS, { features: ['statefulChat', 'seed'], onUnsupported: 'warn' });
    expect(warnings).toEqual([
      {
        code: 'feature_dropped',
        feature: 'seed',
        message: '"seed" was dropped because route "native" of provider "lmstudio" does not support it.',
      },
    ]);
  });
});
