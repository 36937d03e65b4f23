import { expect, test } from 'vitest';
import { resolveRunning } from './running-models.js';
import type { OllamaModel, OllamaRunningModel } from './wire.js';

const running = (name: string, digest?: string) => ({ name, digest }) as OllamaRunningModel;
const installed = (name: string, digest?: string) => ({ name, digest }) as OllamaModel;

const RUNNING = [running('chat:latest', 'd1'), running('coder:7b', 'd2'), running('old:latest')];
const INSTALLED = [
  installed('chat:latest', 'd1'),
  installed('nick:latest', 'd1'),
  // It has the name of one running model and the digest of another.
  installed('coder:7b', 'd1'),
  installed('nameless'),
  installed('other:latest', 'd9'),
];

test.each([
  ['chat', 'chat:latest'],
  ['library/chat', 'chat:latest'],
  ['CHAT:latest', 'chat:latest'],
  ['chat:7b', undefined],
  ['coder:7b', 'coder:7b'],
  ['coder', undefined],
  ['nick', 'chat:latest'],
  ['nameless', undefined],
  ['other', undefined],
  ['none', undefined],
])('resolves %s to the running model %s', (name, expected) => {
  expect(resolveRunning(RUNNING, name, INSTALLED)?.name).toBe(expected);
});

test('resolves another name of a running model only if it is installed', () => {
  expect(resolveRunning(RUNNING, 'nick')).toBeUndefined();
  expect(resolveRunning([], 'chat', INSTALLED)).toBeUndefined();
});
