import { expect, test } from 'vitest';
import { parseArguments } from './parse-arguments.js';

test('without arguments: the port of LM Studio, a little delay', () => {
  expect(parseArguments([])).toEqual({
    kind: 'serve',
    quiet: false,
    options: {
      as: 'lmstudio',
      port: 1234,
      host: '127.0.0.1',
      delayMs: 20,
      loadMs: 600,
      nativeApi: true,
      router: true,
      parallel: 4,
      cors: false,
      faults: [],
      auth: { tokens: [] },
      keepRequests: 0,
    },
  });
});

test('every option is read', () => {
  const line = '-p 0 --host ::1 -m one -m two-thinking -m my-embedder --delay-ms 0 --token t --parallel 2 --cors -q';
  expect(parseArguments([...line.split(' '), '--fault', 'status=503*2', '--fault=no-done'])).toMatchObject({
    kind: 'serve',
    quiet: true,
    options: {
      port: 0,
      host: '::1',
      models: [
        { id: 'one', reasoning: false },
        { id: 'two-thinking', reasoning: true },
        { id: 'my-embedder', type: 'embedding', loaded: true },
      ],
      delayMs: 0,
      auth: { tokens: ['t'] },
      parallel: 2,
      cors: true,
      faults: [
        { kind: 'status', status: 503, times: 2, method: 'POST' },
        { kind: 'noDone', times: Number.POSITIVE_INFINITY, method: 'POST' },
      ],
    },
  });
});

test.each([
  ['ollama', 11_434],
  ['llamacpp', 8080],
])('--as %s has the port of that server', (as, port) => {
  expect(parseArguments(['--as', as, '--no-router'])).toMatchObject({ options: { as, port, router: false } });
  expect(parseArguments(['--as', as, '--port', '7'])).toMatchObject({ options: { port: 7 } });
});

test.each([
  ['--as=vllm', '--as must be lmstudio, ollama, llamacpp, not "vllm"'],
  ['--port=99999', '--port must be a whole number from 0 to 65535, not "99999"'],
  ['--port=-1', '--port must be'],
  ['--parallel=0', '--parallel must be'],
  ['--delay-ms=soon', '--delay-ms must be'],
  ['--nonsense', '--nonsense'],
  ['serve', 'serve'],
  ['--fault=explode', 'Unknown fault "explode". Known: status, html'],
  ['--fault=constructor=1', 'Unknown fault'],
  ['--fault=status', 'Fault "status" needs a value, like status=503'],
  ['--fault=status=999', 'needs a value'],
  ['--fault=stall=x', 'needs a value'],
])('%s is refused', (argument, message) => {
  expect(() => parseArguments([argument])).toThrow(message);
});
