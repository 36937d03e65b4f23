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
  ['/api/chat', ''],
  ['/api/generate', ''],
  ['/api/tags', ''],
  ['/ollama/api/embed', '/ollama'],
  ['/ollama//api/show', '/ollama'],
  ['/v1/chat/completions', ''],
  ['/chat/completions', ''],
  ['/ollama/v1/models', '/ollama'],
  ['/v1/completions', ''],
  ['/v1/embeddings', ''],
  ['/v1/responses', ''],
  ['/v1/messages', ''],
  ['/api/ollama', '/api/ollama'],
  ['/api/chats', '/api/chats'],
])('resolves the path "%s" to the prefix "%s"', (path, prefix) => expect(serverPath(path)).toBe(prefix));
