import type { Capability } from '@lmux/core';
import { conformanceValues, providerConformance, type FakeRequest, type FakeResponse } from '@lmux/core/testing';
import { ollama } from '@lmux/provider-ollama';
import { test } from 'vitest';
import { LISTED, native, SHOWN } from './conformance-native.js';
import { openai } from './conformance-openai.js';

/** Responds to the additional requests that the provider sends to get the details of a model. */
function respondToSideRequest({ url, json }: FakeRequest, operation: Capability | undefined): FakeResponse | undefined {
  if (operation === 'models.describe') return url.endsWith('/api/show') ? undefined : { json: LISTED };
  const { model } = (json ?? {}) as { model?: string };
  return url.endsWith('/api/show') && model !== conformanceValues.job.jobId ? { json: SHOWN } : undefined;
}

providerConformance({
  test,
  factory: () => ({ plugins: [ollama], config: { provider: 'ollama', baseUrl: 'http://localhost:11434' } }),
  fixtures: { native, openai },
  respondToSideRequest,
});
