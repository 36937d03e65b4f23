import { describe, expect, test } from 'vitest';
import type { Capability, CapabilityMatrix, ChatFeature } from '../contract/capability.js';
import { isCapabilityError } from '../errors/guards.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { planRequest } from './plan-request.js';
import { createCapabilityError } from './create-capability-error.js';

const matrix: CapabilityMatrix = {
  provider: 'lmstudio',
  routes: {
    native: { ...ABLE_ROUTE, assistantMessages: 'no', tools: 'no', seed: 'no', logprobs: 'no', embedding: 'no' },
    openai: {
      ...ABLE_ROUTE,
      statefulChat: 'no',
      integrations: 'no',
      contextLength: 'no',
      'models.load': 'no',
      logprobs: { support: 'no', note: 'left out since 0.3' },
    },
  },
};
const able: CapabilityMatrix = { provider: 'able', routes: { all: ABLE_ROUTE } };
const others = [able, { ...able, provider: 'twin' }];

function refusal(
  features: readonly ChatFeature[],
  {
    capability = 'chat',
    route,
    helpers = [],
  }: { capability?: Capability; route?: string; helpers?: CapabilityMatrix[] } = {},
): string {
  const plan = planRequest(matrix, { capability, features, onUnsupported: 'error', route, others: helpers });
  const error = createCapabilityError(plan, matrix, route);
  expect(isCapabilityError(error)).toBe(true);
  expect(error).toMatchObject({
    code: 'capability_unsupported',
    provider: 'lmstudio',
    retryable: false,
    missing: plan.missing,
    supportedBy: helpers.map(({ provider }) => provider),
  });
  return error.message;
}

describe('the sentence', () => {
  test('says which feature belongs to which route, features of one fate together', () => {
    expect(refusal(['assistantMessages', 'tools', 'statefulChat'])).toBe(
      'Provider "lmstudio" cannot serve this chat request: "assistantMessages" and "tools" belong to route "openai", not "native"; ' +
        '"statefulChat" belongs to route "native", not "openai". ' +
        'No registered provider can do all of it: leave it out, split the request, or register one that can. Nothing was sent.',
    );
  });

  test('names the registered providers that could', () => {
    expect(refusal(['tools', 'statefulChat'], { helpers: others })).toContain(
      'Registered and able: "able" or "twin". Nothing was sent.',
    );
  });

  test('says what is on no route, with its note', () => {
    const one: CapabilityMatrix = {
      provider: 'one',
      routes: { only: { ...ABLE_ROUTE, tools: { support: 'no', note: 'use another' }, jsonSchema: 'no', stop: 'no' } },
    };
    const features: ChatFeature[] = ['tools', 'jsonSchema', 'stop'];
    const plan = planRequest(one, { capability: 'chat', features, onUnsupported: 'error', others: [] });
    expect(createCapabilityError(plan, one, undefined).message).toContain(
      '"tools" is on none of its routes (use another); "jsonSchema" and "stop" are on none of its routes.',
    );
  });

  test('does not lay a feature on a route that lacks it too', () => {
    expect(refusal(['logprobs'], { route: 'native' })).toContain('"logprobs" is on none of its routes.');
  });

  test('says that the forced route is the obstacle', () => {
    expect(refusal(['tools'], { route: 'native' })).toContain(
      '"tools" belongs to route "openai", not "native". Without options.route, "openai" would serve it. Nothing',
    );
  });

  test('says which routes there are when the forced one does not exist', () => {
    expect(refusal([], { route: 'elsewhere' })).toContain(
      'it has no route "elsewhere" (it has "native" and "openai"). Without options.route, "native" or "openai" would serve it.',
    );
  });

  test('says what could be left out', () => {
    expect(refusal(['statefulChat', 'seed'])).toContain('onUnsupported "warn" would leave it out.');
    expect(refusal(['statefulChat', 'tools'])).not.toContain('onUnsupported');
  });

  test('names the capability that is missing', () => {
    expect(refusal([], { capability: 'embedding', route: 'native' })).toContain(
      'cannot serve this embedding request: "embedding" belongs to route "openai", not "native".',
    );
  });

  test('fits with everything in it', () => {
    const all = Object.keys(ABLE_ROUTE).filter((key) => !key.includes('.')) as ChatFeature[];
    const message = refusal(all, { helpers: others });
    expect(message.length).toBeLessThan(500);
    expect(message).toMatch(/Nothing was sent\.$/);
  });
});
