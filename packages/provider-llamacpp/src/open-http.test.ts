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
])('"%s" leads to "%s"', (path, root) => expect(serverPath(path)).toBe(root));
