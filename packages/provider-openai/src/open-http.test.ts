import { expect, test } from 'vitest';
import { createClient } from '@lmux/core';
import { openai } from './openai.js';
import { apiRootPath } from './open-http.js';

test.each<[path: string, root: string, apiPath?: string]>([
  ['', '/v1'],
  ['/v1', '/v1'],
  // OpenRouter, Gemini, Groq, Zhipu, Azure.
  ['/api', '/api/v1'],
  ['/api/v1', '/api/v1'],
  ['/v1beta/openai', '/v1beta/openai'],
  ['/openai/v1', '/openai/v1'],
  ['/api/paas/v4', '/api/paas/v4'],
  ['/V1', '/V1'],
  ['/very1', '/very1/v1'],
  ['/v1x-proxy', '/v1x-proxy/v1'],
  ['', '/api/v2', '/api/v2'],
  ['', '/api/v2', 'api/v2/'],
  ['/api/v2', '/api/v2', '/api/v2'],
  // Perplexity has no version.
  ['', '', ''],
  ['/openai/deployments/d', '/openai/deployments/d', ''],
  ['/v1/gateway', '/v1/gateway/openai', 'openai'],
  ['', '/v1%23f', 'v1#f'],
  ['', '/v1%3Fx=1', '/v1?x=1'],
  ['', '/b', 'a/../b'],
  ['/x', '/x/my%20api', 'my api'],
  ['', '/%C3%BCber', 'über'],
  // An endpoint is removed, and the rest is the whole path (Perplexity, DeepSeek, Open WebUI, Azure).
  ['/v1/chat/completions', '/v1'],
  ['/V1/Chat/Completions', '/V1'],
  ['/chat/completions', ''],
  ['//chat/completions', ''],
  ['/api/chat/completions', '/api'],
  ['/openai/deployments/d/chat/completions', '/openai/deployments/d'],
  ['/openai/deployments/d/chat/completions', '/openai/deployments/d', ''],
  ['/proxy/chat/completions', '/proxy/api/v2', '/api/v2'],
  ['/api/paas/v4/chat/completions', '/api/paas/v4'],
  ['/v1beta/openai/chat/completions', '/v1beta/openai'],
  ['/v1beta/openai/embeddings', '/v1beta/openai'],
  ['/v1/chat', '/v1'],
  ['/v1/completions', '/v1'],
  ['/v1/embeddings', '/v1'],
  ['/v1/models', '/v1'],
  ['/v1/responses', '/v1'],
  // A server at such a path, as in Azure AI Foundry.
  ['/models', '/models/v1'],
  ['/embeddings', '/embeddings/v1'],
  ['/v1/models/m', '/v1/models/m'],
  ['/old-chat/completions', '/old-chat/completions/v1'],
])('resolves "%s" to "%s" (apiPath: %s)', (path, root, apiPath) => {
  expect(apiRootPath(path, apiPath)).toBe(root);
});

test.each([
  ['/api/chat', '/api/chat'],
  ['/ollama/api/generate', '/api/generate'],
  ['/api/tags', '/api/tags'],
  ['/v1/messages', '/v1/messages'],
  ['/v1beta/models/gemini-2.5-flash:streamGenerateContent', ':streamGenerateContent'],
])('rejects "%s", which ends with an endpoint of another API', (path, endpoint) => {
  expect(() => apiRootPath(path)).toThrow(
    expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(`"${endpoint}"`) }),
  );
  expect(apiRootPath(path, '')).toBe(path);
});

test.each(['..', '/..', '/../admin', '%2e%2e/admin', 'a/../../b', 'a/..', 'a\\..\\..\\b', '.'])(
  'rejects the apiPath %j',
  (apiPath) => {
    for (const path of ['', '/base']) {
      expect(() => apiRootPath(path, apiPath)).toThrow(expect.objectContaining({ code: 'config_invalid' }));
    }
  },
);

test('rejects an apiPath that leaves the base URL when the client is created', () => {
  const config = { provider: 'openai', baseUrl: 'http://127.0.0.1:1/base', options: { apiPath: '/../admin' } } as const;
  expect(() => createClient({ plugins: [openai], config })).toThrow(
    expect.objectContaining({ code: 'config_invalid' }),
  );
});
