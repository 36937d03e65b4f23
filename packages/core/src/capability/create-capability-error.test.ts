import { describe, expect, test, vi } from 'vitest';
import type { Capability, CapabilityMatrix, ChatFeature } from '../contract/capability.js';
import { isCapabilityError } from '../errors/guards.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { planRequest } from './plan-request.js';
import { createCapabilityError, type RequestedValues } from './create-capability-error.js';

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
    emulationStep,
  }: {
    capability?: Capability;
    route?: string;
    helpers?: CapabilityMatrix[];
    emulationStep?: RequestedValues['emulationStep'];
  } = {},
): string {
  const plan = planRequest(matrix, { capability, features, onUnsupported: 'error', route, others: helpers });
  const error = createCapabilityError(plan, matrix, route, { values: {}, emulationStep });
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

describe('createCapabilityError', () => {
  test('names the route that supports each feature, and lists features with the same routes together', () => {
    expect(refusal(['assistantMessages', 'tools', 'statefulChat'])).toBe(
      'Provider "lmstudio" cannot serve this chat request. "assistantMessages" and "tools" are supported by route "openai", not by "native". ' +
        '"statefulChat" ("previousResponseId", "store") is supported by route "native", not by "openai". ' +
        'No other registered provider has a route for the request. Change or split the request, or register another provider. Nothing was sent.',
    );
  });

  test('names the registered providers that have a route for the request', () => {
    expect(refusal(['tools', 'statefulChat'], { helpers: others })).toContain(
      'Use one of the providers "able" or "twin", which have a route for the request. Nothing was sent.',
    );
    expect(refusal(['tools', 'statefulChat'], { helpers: [able] })).toContain(
      'Use provider "able", which has a route for the request. Nothing was sent.',
    );
  });

  test('lists features that no route supports, with the note of the matrix', () => {
    const one: CapabilityMatrix = {
      provider: 'one',
      routes: { only: { ...ABLE_ROUTE, tools: { support: 'no', note: 'Use another.' }, jsonSchema: 'no', stop: 'no' } },
    };
    const features: ChatFeature[] = ['tools', 'jsonSchema', 'stop'];
    const plan = planRequest(one, { capability: 'chat', features, onUnsupported: 'error', others: [] });
    expect(createCapabilityError(plan, one, undefined, { values: {} }).message).toContain(
      '"tools" is not supported by any of its routes (Use another). "jsonSchema" ("responseFormat") and "stop" are not supported by any of its routes.',
    );
  });

  test('does not name a route that does not support the feature either', () => {
    expect(refusal(['logprobs'], { route: 'native' })).toContain('"logprobs" is not supported by any of its routes.');
  });

  test('suggests removing a forced route that does not support the request', () => {
    expect(refusal(['tools'], { route: 'native', emulationStep: () => undefined })).toContain(
      '"tools" is supported by route "openai", not by "native". Remove "options.route" to use route "openai". Nothing',
    );
  });

  test('lists the existing routes when the forced one does not exist, without other advice', () => {
    expect(refusal([], { route: 'elsewhere', helpers: [able] })).toBe(
      'Provider "lmstudio" cannot serve this chat request. It has no route "elsewhere". Its routes are "native" and "openai". ' +
        'Use one of them, or remove "options.route". Nothing was sent.',
    );
    expect(refusal([], { route: 'open-ai' })).toContain(
      'Its routes are "native" and "openai". Did you mean "openai"? Nothing was sent.',
    );
  });

  test('suggests onUnsupported only when dropping settings would help', () => {
    expect(refusal(['statefulChat', 'seed'])).toContain('Set "onUnsupported" to "warn" to drop unsupported settings.');
    expect(refusal(['statefulChat', 'tools'])).not.toContain('onUnsupported');
  });

  const plugin = 'Pass the plugin emulatedTools of "@lmux/core/emulated-tools" in "plugins" to emulate tools. Nothing';

  test.each<[features: readonly ChatFeature[]]>([[['tools']], [['tools', 'parallelToolCalls', 'topK']]])(
    'suggests how to emulate %j',
    (features) => {
      expect(refusal(features, { route: 'native' })).toContain(plugin);
      const emulationStep = vi.fn<() => string>(() => 'Emulate them.');
      expect(refusal(features, { route: 'native', emulationStep })).toContain('Emulate them. Nothing');
      expect(emulationStep).toHaveBeenCalledWith([['tools']], expect.objectContaining({ route: undefined, features }));
      expect(refusal(features, { route: 'native', emulationStep: () => undefined })).not.toMatch(/emulate/i);
    },
  );

  test.each<[features: readonly ChatFeature[], route: string]>([
    [['tools', 'seed'], 'native'],
    [['statefulChat'], 'openai'],
  ])('suggests no emulation that would not help: %j', (features, route) => {
    const emulationStep = vi.fn<() => undefined>();
    expect(refusal(features, { route, emulationStep })).not.toMatch(/emulate/i);
    expect(emulationStep).toHaveBeenCalledWith([], expect.anything());
    expect(refusal(features, { route })).not.toContain('emulate');
  });

  test('names the missing capability', () => {
    expect(refusal([], { capability: 'embedding', route: 'native' })).toContain(
      'cannot serve this embedding request. "embedding" is supported by route "openai", not by "native".',
    );
  });

  test('keeps the message below 500 characters with every feature in it', () => {
    const all = Object.keys(ABLE_ROUTE).filter((key) => !key.includes('.')) as ChatFeature[];
    const message = refusal(all, { helpers: others });
    expect(message.length).toBeLessThan(500);
    expect(message).toMatch(/Nothing was sent\.$/);
  });
});
