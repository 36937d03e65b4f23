import { conformanceValues, providerConformance, type FakeRequest } from '@lmux/core/testing';
import { ollama } from '@lmux/provider-ollama';
import { test } from 'vitest';
import { native, SHOWN } from './conformance-native.js';
import { openai } from './conformance-openai.js';

/** True for the additional requests that the provider sends to get the details of each listed or loaded model. */
function isSideRequest({ url, json }: FakeRequest): boolean {
  const { model } = (json ?? {}) as { model?: string };
  return url.endsWith('/api/show') && model !== conformanceValues.job.jobId;
}

providerConformance({
  test,
  factory: () => ({ plugins: [ollama], config: { provider: 'ollama', baseUrl: 'http://localhost:11434' } }),
  fixtures: { native, openai },
  respondToSideRequest: (request) => (isSideRequest(request) ? { json: SHOWN } : undefined),
});
