import { expect, test } from 'vitest';
import { serverPath } from './server-path.js';

test.each([
  ['', ''],
  ['/v1', ''],
  ['/api', ''],
  ['/ollama/v1', '/ollama'],
  ['/ollama', '/ollama'],
])('"%s" leads to "%s"', (path, prefix) => expect(serverPath(path)).toBe(prefix));
