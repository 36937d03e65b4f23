import { expect, test } from 'vitest';
import { resolveOllamaHost } from './resolve-ollama-host.js';

test.each<[string | undefined, string]>([
  [undefined, 'http://localhost:11434'],
  ['', 'http://localhost:11434'],
  ['  ', 'http://localhost:11434'],
  ['1.2.3.4', 'http://1.2.3.4:11434'],
  ['1.2.3.4:56', 'http://1.2.3.4:56'],
  [' "1.2.3.4:56" ', 'http://1.2.3.4:56'],
  [':1234', 'http://127.0.0.1:1234'],
  ['0.0.0.0', 'http://127.0.0.1:11434'],
  ['0.0.0.0:8080', 'http://127.0.0.1:8080'],
  ['http://0.0.0.0', 'http://127.0.0.1:80'],
  ['example.com', 'http://example.com:11434'],
  ['example.com:1234', 'http://example.com:1234'],
  ['http://example.com', 'http://example.com:80'],
  ['https://example.com', 'https://example.com:443'],
  ['HTTPS://example.com', 'https://example.com:443'],
  ['https://example.com:1234', 'https://example.com:1234'],
  ['https://example.com/ollama', 'https://example.com:443/ollama'],
  ['example.com/ollama', 'http://example.com:11434/ollama'],
  ['example.com:x', 'http://example.com:11434'],
  ['example.com:66000', 'http://example.com:11434'],
  ['https://example.com:-1', 'https://example.com:443'],
  ['[::1]', 'http://[::1]:11434'],
  ['[::1]:1337', 'http://[::1]:1337'],
  ['::1', 'http://[::1]:11434'],
  ['[::]', 'http://[::1]:11434'],
  ['[::]:80', 'http://[::1]:80'],
  ['0:0:0:0:0:0:0:0', 'http://[::1]:11434'],
  ['[2001:db8::1]', 'http://[2001:db8::1]:11434'],
  ['ollama.com', 'https://ollama.com:443'],
])('resolves %s', (value, url) => {
  expect(resolveOllamaHost(value)).toBe(url);
  expect(URL.canParse(url)).toBe(true);
});
