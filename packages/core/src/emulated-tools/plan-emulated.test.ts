import { describe, expect, test } from 'vitest';
import type { CapabilityMatrix, ChatFeature, RouteCapabilities } from '../contract/capability.js';
import type { Plan } from '../contract/plan.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import type { EmulationInput } from '../capability/emulation-planner.js';
import { planRequest, type ModelFacts } from '../capability/plan-request.js';
import { planEmulated } from './plan-emulated.js';

function route(cells: Partial<RouteCapabilities>): RouteCapabilities {
  return { ...ABLE_ROUTE, ...cells };
}

const NO_TOOLS = route({ tools: 'no', toolChoice: 'no', parallelToolCalls: 'no' });
const NO_CHOICE = route({ toolChoice: 'no', parallelToolCalls: 'no' });

function plan(routes: CapabilityMatrix['routes'], features: ChatFeature[], input: Partial<EmulationInput> = {}): Plan {
  return planEmulated(
    planRequest,
    { provider: 'x', routes },
    { capability: 'chat', features, onUnsupported: 'error', emulate: 'missing', hasTools: true, others: [], ...input },
  );
}

const checkedAt = new Date(0);
function facts(features: { readonly [feature: string]: boolean }): ModelFacts {
  return new Map(
    Object.entries(features).map(([feature, value]) => [feature, { value, source: 'server', checkedAt } as const]),
  );
}

const SENT: ChatFeature[] = ['jsonSchema', 'systemMessage'];

describe('tools are emulated', () => {
  test.each<[name: string, routes: CapabilityMatrix['routes'], features: ChatFeature[], expected: Partial<Plan>]>([
    ['if the route lacks them', { a: NO_TOOLS }, ['tools'], { route: 'a', features: SENT, emulated: ['tools'] }],
    [
      'with their settings',
      { a: NO_TOOLS },
      ['tools', 'toolChoice', 'parallelToolCalls'],
      {
        emulated: ['tools', 'toolChoice', 'parallelToolCalls'],
      },
    ],
    [
      'if the route lacks their choice',
      { a: NO_CHOICE },
      ['tools', 'toolChoice'],
      { emulated: ['tools', 'toolChoice'] },
    ],
    [
      'with the other features',
      { a: NO_TOOLS },
      ['imageInput', 'tools', 'jsonSchema'],
      {
        features: ['imageInput', 'jsonSchema', 'systemMessage'],
      },
    ],
    [
      'without a system message, if the route has none',
      { a: { ...NO_TOOLS, systemMessage: 'no' } },
      ['tools'],
      {
        features: ['jsonSchema'],
        route: 'a',
      },
    ],
    ['on the route that has schemas', { a: { ...NO_TOOLS, jsonSchema: 'no' }, b: NO_TOOLS }, ['tools'], { route: 'b' }],
    [
      'on a route that may have schemas',
      { a: { ...NO_TOOLS, jsonSchema: 'unknown' } },
      ['tools'],
      {
        route: 'a',
        unverified: ['jsonSchema'],
      },
    ],
  ])('%s', (_name, routes, features, expected) => {
    const result = plan(routes, features);
    expect(result).toMatchObject({ ...expected, warnings: [{ code: 'tools_emulated', feature: 'tools' }] });
  });

  test('if the model lacks them, and the facts say so', () => {
    const model = { id: 'm', facts: facts({ tools: false }) };
    expect(plan({ a: ABLE_ROUTE }, ['tools'], { model })).toMatchObject({
      route: 'a',
      emulated: ['tools'],
      facts: [{ feature: 'tools', value: false }],
    });
  });

  test.each<[source: 'server' | 'override' | 'learned', reason: string]>([
    ['server', 'the model does not support "tools"'],
    ['override', 'the model does not support "tools"'],
    ['learned', 'the server refused them'],
  ])('with the reason that the model lacks them: %s', (source, reason) => {
    const fact = { value: false, source, checkedAt: new Date(0) };
    const [warning] = plan({ a: ABLE_ROUTE }, ['tools'], {
      model: { id: 'm', facts: new Map([['tools', fact]]) },
    }).warnings;
    expect(warning?.message).toMatch(`The tools were emulated, because ${reason}. The model`);
  });

  test.each<[routes: CapabilityMatrix['routes'], input: Partial<EmulationInput>, reason: string]>([
    [{ a: NO_TOOLS }, {}, 'route "a" does not support "tools"'],
    [{ a: NO_CHOICE }, {}, 'route "a" does not support "toolChoice"'],
    [{ a: { ...NO_TOOLS, seed: 'no' } }, { onUnsupported: 'drop' }, 'route "a" does not support "tools"'],
    [{ a: ABLE_ROUTE }, { emulate: 'always' }, '"emulate" is "always"'],
  ])('with the reason in the warning: %#', (routes, input, reason) => {
    const [warning] = plan(routes, ['tools', 'toolChoice', 'seed'], input).warnings;
    expect(warning?.message).toMatch(`The tools were emulated, because ${reason}. The model`);
  });

  test('together with settings that are dropped', () => {
    const routes = { a: { ...NO_TOOLS, seed: 'no' } as const };
    expect(plan(routes, ['tools', 'seed'])).toMatchObject({ route: undefined });
    expect(plan(routes, ['tools', 'seed'], { onUnsupported: 'warn' })).toMatchObject({
      emulated: ['tools'],
      dropped: ['seed'],
      warnings: [{ code: 'tools_emulated' }, { code: 'feature_dropped', feature: 'seed' }],
    });
  });

  test('on the route that drops no setting, before one that does', () => {
    const routes = { a: route({ seed: 'no' }), b: NO_TOOLS };
    const result = plan(routes, ['tools', 'seed'], { onUnsupported: 'warn' });
    expect(result).toMatchObject({ route: 'b', emulated: ['tools'], dropped: [] });
  });

  test('with the facts of the features that the emulation needs', () => {
    const model = { id: 'm', facts: facts({ tools: false, jsonSchema: true }) };
    const known = plan({ a: ABLE_ROUTE }, ['tools'], { model }).facts.map(({ feature }) => feature);
    expect(known).toEqual(['tools', 'jsonSchema']);
  });

  test('always, if that is set', () => {
    expect(plan({ a: ABLE_ROUTE }, ['tools'], { emulate: 'always' })).toMatchObject({ emulated: ['tools'] });
    const refused = plan({ a: route({ jsonSchema: 'no' }) }, ['tools'], { emulate: 'always' });
    expect(refused).toMatchObject({ route: undefined, features: ['tools'], emulated: [] });
    expect(refused.missing).toMatchObject([{ feature: 'jsonSchema' }]);
  });

  test('for a history with tool calls alone, without a schema', () => {
    const routes = { a: { ...NO_TOOLS, jsonSchema: 'no' } as const };
    expect(plan(routes, ['assistantMessages', 'tools'], { hasTools: false })).toMatchObject({
      route: 'a',
      features: ['assistantMessages'],
      emulated: ['tools'],
      warnings: [],
    });
  });
});

describe('tools are not emulated', () => {
  test.each<[name: string, routes: CapabilityMatrix['routes'], features: ChatFeature[], route: string | undefined]>([
    ['if a route has them', { a: NO_TOOLS, b: ABLE_ROUTE }, ['tools'], 'b'],
    ['if a route may have them', { a: NO_TOOLS, b: route({ tools: 'unknown' }) }, ['tools'], 'b'],
    ['if the request has none', { a: NO_TOOLS }, ['jsonSchema'], 'a'],
    ['if no route has schemas', { a: { ...NO_TOOLS, jsonSchema: 'no' } }, ['tools'], undefined],
    ['if only parallelToolCalls is missing', { a: NO_CHOICE }, ['tools', 'parallelToolCalls'], undefined],
    ['if something else is missing', { a: route({ imageInput: 'no' }) }, ['tools', 'imageInput'], undefined],
  ])('%s', (_name, routes, features, expected) => {
    expect(plan(routes, features)).toMatchObject({ route: expected, emulated: [], warnings: [] });
  });

  test('if that is set', () => {
    const result = plan({ a: NO_TOOLS }, ['tools'], { emulate: 'never' });
    expect(result).toMatchObject({ route: undefined, emulated: [], missing: [{ feature: 'tools' }] });
  });

  test('if settings can be dropped instead', () => {
    const dropped = plan({ a: NO_CHOICE }, ['tools', 'parallelToolCalls'], { onUnsupported: 'drop' });
    expect(dropped).toMatchObject({ route: 'a', emulated: [], dropped: ['parallelToolCalls'] });
  });

  test('on a route that was not requested', () => {
    const routes = { a: { ...NO_TOOLS, jsonSchema: 'no' } as const, b: NO_TOOLS };
    expect(plan(routes, ['tools'], { route: 'a' })).toMatchObject({ route: undefined });
    expect(plan(routes, ['tools'], { route: 'b' })).toMatchObject({ route: 'b' });
  });
});

test('other providers are named if they can serve the request with an emulation', () => {
  const others = [
    { provider: 'schemas', routes: { a: NO_TOOLS } },
    { provider: 'neither', routes: { a: { ...NO_TOOLS, jsonSchema: 'no' } as const } },
  ];
  const routes = { a: { ...NO_TOOLS, jsonSchema: 'no' } as const };
  expect(plan(routes, ['tools'], { others }).supportedBy).toEqual(['schemas']);
  expect(plan(routes, ['tools'], { others, emulate: 'never' }).supportedBy).toEqual([]);
  const native = { provider: 'native', routes: { a: route({ jsonSchema: 'no' }) } };
  expect(plan(routes, ['tools'], { others: [native] }).supportedBy).toEqual(['native']);
  expect(plan(routes, ['tools'], { others: [native], emulate: 'always' }).supportedBy).toEqual([]);
});
