import { expect, test } from 'vitest';
import { serverPath } from './open-http.js';

test.each([
  ['', ''],
  ['/v1', ''],
  ['/api', ''],
  ['/ollama/v1', '/ollama'],
  ['/ollama', '/ollama'],
  ['//api', ''],
  ['/ollama//api', '/ollama'],
  ['/ollama//v1', '/ollama'],
])('resolves the path "%s" to the prefix "%s"', (path, prefix) => expect(serverPath(path)).toBe(prefix));
