import { expect, test } from 'vitest';
import { resolveServer } from './resolve-server.js';

test.each([
  ['http://localhost:1234', 'http://localhost:1234/', ''],
  ['http://localhost:1234/', 'http://localhost:1234/', ''],
  ['http://localhost:1234/v1', 'http://localhost:1234/', ''],
  ['http://localhost:1234/V1//', 'http://localhost:1234/', ''],
  ['http://localhost:1234/api/v1/', 'http://localhost:1234/', ''],
  ['http://localhost:1234/api/v0', 'http://localhost:1234/', ''],
  ['https://host/llm', 'https://host/', '/llm'],
  ['https://host/llm/v1', 'https://host/', '/llm'],
  ['https://host/llm/api/v1', 'https://host/', '/llm'],
  ['https://host/v1/llm', 'https://host/', '/v1/llm'],
  ['http://user:word@host/v1?a=b', 'http://user:word@host/?a=b', ''],
  ['nonsense', 'nonsense', ''],
])('%s', (baseUrl, base, prefix) => {
  expect(resolveServer(baseUrl)).toEqual({ base, prefix });
});
