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
  ['/v1/chat/completions', ''],
  ['/chat/completions', ''],
  ['/llama/v1/chat/completions', '/llama'],
  ['/llama//completion', '/llama'],
  ['/v1/completions', ''],
  ['/v1/embeddings', ''],
  ['/v1/models', ''],
  ['/v1/responses', ''],
  ['/health', ''],
  ['/props', ''],
  ['/models', '/models'],
  ['/v1/chats', '/v1/chats'],
])('resolves the path "%s" to the prefix "%s"', (path, root) => expect(serverPath(path)).toBe(root));
