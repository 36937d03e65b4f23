import { z } from 'zod';
import { createClient } from '../../src/client/create-client.js';
import type { RouteCapabilities } from '../../src/contract/capability.js';
import type { LmClient } from '../../src/contract/lm-client.js';
import type { ObjectMode } from '../../src/objects/index.js';
import { ABLE_ROUTE } from '../../src/testing/fake-matrix.js';
import {
  fakeProvider,
  type FakeProviderOptions,
  type FakeProviderPlugin,
  type FakeRoutes,
} from '../../src/testing/fake-provider.js';

/** A client whose provider gives scripted replies. */
export interface ObjectClient {
  readonly plugin: FakeProviderPlugin<'fake', FakeRoutes>;
  readonly client: LmClient;
}

/** Creates a client for replies. `changes` are what its only route supports differently from `ABLE_ROUTE`. */
export function objectClient(
  replies: FakeProviderOptions['replies'],
  changes: Partial<RouteCapabilities> = {},
): ObjectClient {
  const routes: FakeRoutes = { fake: { ...ABLE_ROUTE, ...changes } };
  const plugin = fakeProvider<'fake', FakeRoutes>({ replies, routes });
  return { plugin, client: createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm' } }) };
}

/** What a matrix denies so that a mode is the first that it supports. */
export const DENIED: Readonly<Record<ObjectMode, Partial<RouteCapabilities>>> = {
  jsonSchema: {},
  tool: { jsonSchema: 'no' },
  jsonObject: { jsonSchema: 'no', toolChoice: 'no' },
  prompt: { jsonSchema: 'no', tools: 'no', jsonObject: 'no' },
};

export const messages = [{ role: 'user', content: 'Where? PROMPT-7391' }] as const;

export const Place = z.object({ city: z.string().max(20), people: z.int().min(1).optional() });

/** The JSON Schema of `Place`. */
export const PLACE = {
  type: 'object',
  properties: {
    city: { type: 'string', maxLength: 20 },
    people: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
  },
  required: ['city'],
} as const;
