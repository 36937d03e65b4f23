import { expect, test } from 'vitest';
import { logLine } from './log-line.js';

const plain = (_format: unknown, text: string): string => text;
const entry = { id: 1, method: 'GET', path: '/x', status: 200, outcome: 'completed', durationMs: 12.4 } as const;

test('a log line contains the known details of a request', () => {
  expect(logLine(entry, plain)).toBe('GET   /x  200  12 ms');
  const chat = { ...entry, method: 'POST', model: 'm', promptTokens: 5, completionTokens: 7 };
  expect(logLine(chat, plain)).toBe('POST  /x  200  12 ms  m  5 + 7 tokens');
  const disconnected = { ...entry, status: undefined, outcome: 'client-disconnected', fault: 'stall' } as const;
  expect(logLine(disconnected, plain)).toBe('GET   /x  ---  12 ms  client-disconnected  fault: stall');
});

test('control characters in the path are replaced', () => {
  expect(logLine({ ...entry, path: '/\u001b[2J\u202e' }, plain)).toContain('/?[2J?');
});
