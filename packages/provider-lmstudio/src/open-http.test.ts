import { expect, test } from 'vitest';
import { serverPath } from './open-http.js';

test.each([
  ['', ''],
  ['/v1', ''],
  ['/V1', ''],
  ['/api/v1', ''],
  ['/api/v0', ''],
  ['/llm', '/llm'],
  ['/llm/v1', '/llm'],
  ['/llm/api/v1', '/llm'],
  ['/v1/llm', '/v1/llm'],
  ['//v1', ''],
  ['/llm//v1', '/llm'],
  ['/llm//api/v1', '/llm'],
])('resolves "%s" to "%s"', (path, prefix) => {
  expect(serverPath(path)).toBe(prefix);
});
