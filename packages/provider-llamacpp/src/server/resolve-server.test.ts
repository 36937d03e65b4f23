import { expect, test } from 'vitest';
import { resolveServer } from './resolve-server.js';

test.each([
  ['http://localhost:8080', 'http://localhost:8080/'],
  ['http://localhost:8080/', 'http://localhost:8080/'],
  ['http://localhost:8080/v1', 'http://localhost:8080/'],
  ['http://localhost:8080/v1//', 'http://localhost:8080/'],
  ['http://host/llama/v1?key=1', 'http://host/llama?key=1'],
  ['http://host/llama/', 'http://host/llama'],
  ['no url', 'no url'],
])('%s is %s', (given, root) => expect(resolveServer(given)).toBe(root));
