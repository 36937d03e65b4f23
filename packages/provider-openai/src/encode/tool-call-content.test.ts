import { expect, test } from 'vitest';
import { toolCallContentOf } from './tool-call-content.js';

test.each([
  ['https://api.cloudflare.com', 'empty'],
  ['https://ollama.com', 'empty'],
  // It passes requests on to servers that reject an empty string.
  ['https://gateway.ai.cloudflare.com', undefined],
  ['https://api.openai.com', undefined],
  ['https://ollama.com.example.com', undefined],
  ['http://localhost:8000', undefined],
])('%s accepts %s', (origin, expected) => {
  expect(toolCallContentOf(origin)).toBe(expected);
});
