import { expect, test } from 'vitest';
import { resolveServer } from './resolve-server.js';

test.each([
  ['http://localhost:11434', 'http://localhost:11434/', ''],
  ['http://localhost:11434/', 'http://localhost:11434/', ''],
  ['http://localhost:11434/v1/', 'http://localhost:11434/', ''],
  ['http://localhost:11434/api', 'http://localhost:11434/', ''],
  ['http://host/ollama/v1', 'http://host/', '/ollama'],
  ['http://host/ollama//', 'http://host/', '/ollama'],
  ['localhost', 'localhost', ''],
])('%s', (url, base, prefix) => expect(resolveServer(url)).toEqual({ base, prefix }));
