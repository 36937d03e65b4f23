import { expect, test } from 'vitest';
import { serverPath } from './open-http.js';

test.each([
  ['', ''],
  ['/v1', ''],
  ['/V1', ''],
  ['/llama/v1', '/llama'],
  ['/llama', '/llama'],
  ['/v1/llama', '/v1/llama'],
  ['//v1', ''],
  ['/llama//v1', '/llama'],
])('resolves the path "%s" to the prefix "%s"', (path, root) => expect(serverPath(path)).toBe(root));
