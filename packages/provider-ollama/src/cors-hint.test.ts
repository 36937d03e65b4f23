import { expect, test } from 'vitest';
import { corsHint } from './cors-hint.js';

// Tried with Ollama 0.17.
test.each([
  'http://localhost',
  'http://localhost:5173',
  'https://127.0.0.1:8443',
  'http://0.0.0.0:3000',
  'app://x',
  'file://',
  'tauri://localhost',
  'vscode-webview://abc',
])('Ollama allows %s by default', (origin) => {
  expect(corsHint(origin)).toBeUndefined();
});

test.each([
  ['https://chat.example', 'https://chat.example'],
  ['http://localhost.example', 'http://localhost.example'],
  ['http://page.localhost:1', 'http://page.localhost:1'],
  ['http://127.0.0.2:1', 'http://127.0.0.2:1'],
  ['chrome-extension://abc', 'chrome-extension://abc'],
  ['null', '*'],
])('Ollama has to be told to allow %s', (origin, value) => {
  expect(corsHint(origin)).toContain(`add "${value}" to the environment variable OLLAMA_ORIGINS`);
});
