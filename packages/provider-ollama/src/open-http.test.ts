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
])('"%s" leads to "%s"', (path, prefix) => expect(serverPath(path)).toBe(prefix));
