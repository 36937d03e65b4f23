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
  ['/v1/chat/completions', ''],
  ['/chat/completions', ''],
  ['/llm/v1/chat/completions', '/llm'],
  ['/llm//v1/chat/completions', '/llm'],
  ['/v1/completions', ''],
  ['/v1/embeddings', ''],
  ['/v1/models', ''],
  ['/v1/responses', ''],
  ['/v1/messages', ''],
  ['/api/v1/chat', ''],
  ['/llm/api/v1/models', '/llm'],
  ['/api/v1/models/download/status', ''],
  ['/api/v0/chat/completions', ''],
  ['/api/v0/models', ''],
  ['/models', '/models'],
  ['/v1/chats', '/v1/chats'],
])('resolves "%s" to "%s"', (path, prefix) => {
  expect(serverPath(path)).toBe(prefix);
});
