import { expect, test } from 'vitest';
import { parseArguments } from './parse-arguments.js';

test('the defaults are those of LM Studio, with a short delay per token', () => {
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

test('reads every option', () => {
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
  ['llama3.2-vision:11b', true],
  ['qwen2.5-vl', true],
  ['Qwen/Qwen2.5-VL-7B', true],
  ['qwen3-vl:4b-thinking', true],
  ['revlon', undefined],
  ['vllm-model', undefined],
])('--model %s accepts images: %s', (id, vision) => {
  const command = parseArguments(['--model', id]);
  expect(command.kind === 'serve' && command.options.models?.[0]?.vision).toBe(vision);
});

test('reads the allowed hosts', () => {
  const hosts = ['emulator', 'a.example', '::1', '*'];
  expect(parseArguments(hosts.map((host) => `--allowed-host=${host}`))).toMatchObject({
    options: { allowedHosts: hosts },
  });
});

test.each([
  ['ollama', 11_434],
  ['llamacpp', 8080],
])('--as %s defaults to the port of that server', (as, port) => {
  expect(parseArguments(['--as', as, '--no-router'])).toMatchObject({ options: { as, port, router: false } });
  expect(parseArguments(['--as', as, '--port', '7'])).toMatchObject({ options: { port: 7 } });
});

test.each([
  ['--as=vllm', '"--as" must be one of lmstudio, ollama, llamacpp; received "vllm".'],
  ['--port=99999', '"--port" must be an integer from 0 to 65535; received "99999".'],
  ['--port=-1', '"--port" must be'],
  ['--parallel=0', '"--parallel" must be'],
  ['--host=', '"--host" must be an address or a host name, without a port or brackets; received "".'],
  ['--host=[::1]', '"--host" must be'],
  ['--host=http://localhost', '"--host" must be'],
  ['--allowed-host=a.example:80', '"--allowed-host" must be a host name or an address, without a port, or *;'],
  ['--allowed-host=*.example', '"--allowed-host" must be'],
  ['--delay-ms=soon', '"--delay-ms" must be'],
  ['--nonsense', '--nonsense'],
  ['serve', 'serve'],
  ['--fault=explode', 'Unknown fault "explode". Available faults: status, html'],
  ['--fault=constructor=1', 'Unknown fault'],
  ['--fault=status', 'The fault "status" has a missing or invalid value. Example: --fault status=503'],
  ['--fault=status=999', 'missing or invalid value'],
  ['--fault=stall=x', 'missing or invalid value'],
])('rejects %s', (argument, message) => {
  expect(() => parseArguments([argument])).toThrow(message);
});
