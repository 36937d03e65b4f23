import { expect, test } from 'vitest';
import { resolveApiRoot } from './resolve-api-root.js';

test.each<[baseUrl: string, root: string, apiPath?: string]>([
  ['http://h:1234', 'http://h:1234/v1'],
  ['http://h:1234/', 'http://h:1234/v1'],
  ['http://h:1234/v1', 'http://h:1234/v1'],
  ['http://h:1234/v1/', 'http://h:1234/v1'],
  ['http://h:1234/v1//', 'http://h:1234/v1'],
  ['https://openrouter.ai/api', 'https://openrouter.ai/api/v1'],
  ['https://openrouter.ai/api/v1', 'https://openrouter.ai/api/v1'],
  [
    'https://generativelanguage.googleapis.com/v1beta/openai/',
    'https://generativelanguage.googleapis.com/v1beta/openai',
  ],
  ['https://api.groq.com/openai/v1', 'https://api.groq.com/openai/v1'],
  ['https://open.bigmodel.cn/api/paas/v4', 'https://open.bigmodel.cn/api/paas/v4'],
  ['http://h/V1', 'http://h/V1'],
  ['http://h/very1', 'http://h/very1/v1'],
  ['http://h/v1x-proxy', 'http://h/v1x-proxy/v1'],
  [
    'https://x.openai.azure.com/openai/v1?api-version=preview',
    'https://x.openai.azure.com/openai/v1?api-version=preview',
  ],
  ['http://h?key=a/b', 'http://h/v1?key=a/b'],
  ['http://h/?key=a/', 'http://h/v1?key=a/'],
  ['http://user:word@h', 'http://user:word@h/v1'],
  ['http://h', 'http://h/api/v2', '/api/v2'],
  ['http://h', 'http://h/api/v2', 'api/v2/'],
  ['http://h/api/v2', 'http://h/api/v2', '/api/v2'],
  ['https://api.perplexity.ai', 'https://api.perplexity.ai', ''],
  ['https://x/openai/deployments/d?api-version=1', 'https://x/openai/deployments/d?api-version=1', ''],
  ['https://x/v1/gateway', 'https://x/v1/gateway/openai', 'openai'],
  ['not a URL', 'not a URL'],
])('%s', (baseUrl, root, apiPath) => {
  expect(resolveApiRoot(baseUrl, apiPath)).toBe(root);
});
