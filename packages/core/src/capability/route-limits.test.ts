import { describe, expect, test } from 'vitest';
import type { CapabilityMatrix, ChatFeature, RouteLimits } from '../contract/capability.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { createCapabilityError } from './create-capability-error.js';
import { planRequest, type PlanInput } from './plan-request.js';
import { limitOf, routesWithRanges, type RangedValues } from './route-limits.js';

const withLimits = (first: RouteLimits | undefined, second?: RouteLimits): CapabilityMatrix => ({
  provider: 'p',
  routes: { first: { ...ABLE_ROUTE, limits: first }, second: { ...ABLE_ROUTE, seed: 'no', limits: second } },
});

/** One route accepts a temperature of up to 1, the other of up to 2. */
const NARROW = withLimits({ temperature: [0, 1], minP: [0, 1] }, { temperature: [0, 2], minP: [0, 1] });

function plan(values: RangedValues, more: Partial<PlanInput> = {}, matrix = NARROW) {
  const input: PlanInput = { capability: 'chat', features: [], onUnsupported: 'error', others: [], ...more };
  return planRequest(matrix, { ...input, values });
}

function messageOf(values: RangedValues, more: Partial<PlanInput> = {}): string {
  const { limits } = more;
  return createCapabilityError(plan(values, more), NARROW, more.route, { values, limits }).message;
}

describe('a route is chosen by the values of a request', () => {
  test.each<[values: RangedValues, route: string | undefined, more?: Partial<PlanInput>]>([
    [{}, 'first'],
    [{ temperature: undefined }, 'first'],
    [{ temperature: 0 }, 'first'],
    [{ temperature: 1 }, 'first'],
    [{ temperature: 1.01 }, 'second'],
    [{ temperature: 2 }, 'second'],
    [{ temperature: 2.01 }, undefined],
    [{ topP: 5, topK: -1, repeatPenalty: 99 }, 'first'],
    [{ minP: 1.5 }, undefined],
    [{ temperature: 0.5 }, undefined, { features: ['seed'], route: 'second' }],
    [{ temperature: 1.5 }, undefined, { features: ['seed'] }],
    [{ temperature: 1.5 }, undefined, { route: 'first' }],
    // The range of the client replaces that of every route.
    [{ temperature: 1.5 }, 'first', { limits: { temperature: [0, 5] } }],
    [{ temperature: 0.5 }, undefined, { limits: { temperature: [0, 0.2] } }],
    [{ topP: 5 }, undefined, { limits: { topP: [0, 1] } }],
  ])('%j: %s %j', (values, route, more) => {
    expect(plan(values, more).route).toBe(route);
  });

  test('a matrix without limits accepts every value', () => {
    expect(plan({ temperature: 99 }, {}, withLimits(undefined)).route).toBe('first');
  });
});

describe('a refusal', () => {
  test('lists each range with the routes that have it', () => {
    expect(plan({ temperature: 3, minP: 2 }).missing).toEqual([
      { feature: 'temperature', routes: ['first'], outOfRange: { value: 3, range: [0, 1] } },
      { feature: 'minP', routes: ['first', 'second'], outOfRange: { value: 2, range: [0, 1] } },
      { feature: 'temperature', routes: ['second'], outOfRange: { value: 3, range: [0, 2] } },
    ]);
  });

  test('lists a setting once that a route does not support at all', () => {
    const matrix: CapabilityMatrix = {
      provider: 'p',
      routes: { only: { ...ABLE_ROUTE, minP: 'no', limits: { minP: [0, 1] } } },
    };
    expect(plan({ minP: 2 }, { features: ['minP'] }, matrix).missing).toEqual([{ feature: 'minP', routes: ['only'] }]);
  });

  test('names the providers whose routes accept the value', () => {
    const others = [withLimits(undefined), { ...NARROW, provider: 'narrow' }];
    expect(plan({ temperature: 3 }, { others }).supportedBy).toEqual(['p']);
  });

  test.each<[name: string, message: string, values: RangedValues, more?: Partial<PlanInput>]>([
    [
      'a value that no route accepts',
      'Provider "p" cannot serve this chat request. "temperature" must be a number from 0 to 1 on route "first"; received 3. "temperature" must be a number from 0 to 2 on route "second"; received 3. Change "temperature", or set "limits.temperature" in the configuration if the server accepts the value. Nothing was sent.',
      { temperature: 3 },
    ],
    [
      'a value and a feature of different routes',
      '"seed" is supported by route "first", not by "second". "temperature" must be a number from 0 to 1 on route "first"; received 1.5. Set "onUnsupported" to "warn" to drop unsupported settings. Change "temperature",',
      { temperature: 1.5 },
      { features: ['seed'] },
    ],
    [
      'a route that was requested',
      'on route "first"; received 1.5. Remove "options.route" to use route "second". Change "temperature",',
      { temperature: 1.5 },
      { route: 'first' },
    ],
    [
      'a setting that may be dropped',
      '"minP" must be a number from 0 to 1 on routes "first" and "second"; received 2. Set "onUnsupported" to "warn"',
      { minP: 2 },
    ],
  ])('describes %s', (_, message, values, more) => {
    expect(messageOf(values, more)).toContain(message);
  });
});

describe('with onUnsupported', () => {
  const features: ChatFeature[] = ['minP'];
  test('warn, a droppable setting is dropped with its range', () => {
    const { route, dropped, warnings } = plan({ minP: 2 }, { features, onUnsupported: 'warn' });
    expect({ route, dropped }).toEqual({ route: 'first', dropped: ['minP'] });
    expect(warnings).toEqual([
      {
        code: 'feature_dropped',
        feature: 'minP',
        message: '"minP" was dropped because it is 2, and route "first" of provider "p" accepts 0 to 1.',
      },
    ]);
  });

  test('warn, a dropped setting is not unverified too', () => {
    const matrix: CapabilityMatrix = {
      provider: 'p',
      routes: { only: { ...ABLE_ROUTE, minP: 'unknown', seed: 'unknown', limits: { minP: [0, 1] } } },
    };
    const { dropped, unverified } = plan({ minP: 2 }, { features: ['minP', 'seed'], onUnsupported: 'warn' }, matrix);
    expect({ dropped, unverified }).toEqual({ dropped: ['minP'], unverified: ['seed'] });
  });

  test.each(['warn', 'drop'] as const)('%s, the temperature is never dropped', (onUnsupported) => {
    expect(plan({ temperature: 3 }, { onUnsupported })).toMatchObject({ route: undefined, dropped: [] });
    // Instead, the route is used that accepts the temperature.
    const seeded = plan({ temperature: 1.5 }, { features: ['seed'], onUnsupported });
    expect(seeded).toMatchObject({ route: 'second', dropped: ['seed'] });
  });
});

test('routesWithRanges returns the routes that may not accept a value', () => {
  const embeddings = withLimits({ temperature: [0, 1] }, { embedInputs: 3 });
  expect(routesWithRanges(NARROW, undefined)).toEqual(['first', 'second']);
  expect(routesWithRanges(embeddings, undefined)).toEqual(['first']);
  expect(routesWithRanges(embeddings, { embedInputs: 3 })).toEqual(['first']);
  expect(routesWithRanges(embeddings, { topP: [0, 1] })).toEqual(['first', 'second']);
});

test("limitOf prefers the client's limit", () => {
  const matrix = withLimits({ embedInputs: 3 });
  expect(limitOf('embedInputs', matrix, 'first', undefined)).toBe(3);
  expect(limitOf('embedInputs', matrix, 'first', { embedInputs: undefined })).toBe(3);
  expect(limitOf('embedInputs', matrix, 'first', { embedInputs: 9 })).toBe(9);
  expect(limitOf('embedInputs', matrix, 'second', undefined)).toBeUndefined();
});
