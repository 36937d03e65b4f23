import { providerConformance } from '@lmux/core/testing';
import { ollama } from '@lmux/provider-ollama';
import { test } from 'vitest';
import { native } from './conformance-native.js';
import { openai } from './conformance-openai.js';

/** What a model is shown to be, whichever. */
const SHOWN = { details: { family: 'llama' }, capabilities: ['completion', 'tools'] };

providerConformance({
  test,
  factory: () => ({ plugins: [ollama], config: { provider: 'ollama', baseUrl: 'http://localhost:11434' } }),
  fixtures: { native, openai },
  besides: ({ url }) => (url.endsWith('/api/show') ? { json: SHOWN } : undefined),
});
