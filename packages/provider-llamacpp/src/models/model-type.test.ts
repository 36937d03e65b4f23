import { expect, test } from 'vitest';
import { modelTypeOf } from './model-type.js';
import type { LlamaCppModel } from './wire.js';

test.each([
  [['llama-server', '--ctx-size', '8192'], 'llm'],
  [['llama-server', '--embeddings', '--pooling', 'mean'], 'embedding'],
  [['llama-server', '--embedding'], 'embedding'],
  [['llama-server', '--embeddings', '--pooling', 'none'], 'unknown'],
  [['llama-server', '--embeddings', '--pooling', 'rank'], 'unknown'],
  [['llama-server', '--reranking', '--embeddings'], 'unknown'],
  [['llama-server', '--rerank'], 'unknown'],
  [[7, null], 'llm'],
  [undefined, 'unknown'],
  ['--embeddings', 'unknown'],
])('modelTypeOf of the command line %j is %s', (args, type) => {
  const status = { value: 'loaded', args } as NonNullable<LlamaCppModel['status']>;
  expect(modelTypeOf({ id: 'm', object: 'model', status })).toBe(type);
});

test('modelTypeOf of a server with a single model is unknown', () => {
  expect(modelTypeOf({ id: 'm', object: 'model' })).toBe('unknown');
});
