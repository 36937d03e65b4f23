import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { startEmulator } from '../src/index.js';
import type { EmulatorOptions, ServerProfileName } from '../src/index.js';
import { CHAT_PATH } from './support/post.js';
import { rawRequest } from './support/raw-post.js';

/** Sends a request with these lines and returns the response. */
async function request(options: EmulatorOptions, target: string, ...lines: string[]): Promise<string> {
  await using emulator = await startEmulator(options);
  const text = [`GET ${target} HTTP/1.1`, ...lines, 'Connection: close', '', ''].join('\r\n');
  const connection = await rawRequest(emulator, text);
  await connection.closed;
  return Buffer.concat(connection.pieces).toString('utf8');
}

const statusFor = async (options: EmulatorOptions, host: string, target = '/v1/models'): Promise<number> =>
  Number((await request(options, target, `Host: ${host}`)).slice(9, 12));

describe.each<ServerProfileName>(['lmstudio', 'ollama', 'llamacpp'])('%s on a loopback address', (as) => {
  test.each([
    'localhost',
    'LOCALHOST:1',
    'localhost.',
    'app.localhost:3000',
    'host.docker.internal:11434',
    '127.0.0.1:80',
    '127.1.2.3',
    '[::1]:1234',
  ])('accepts the host %s', async (host) => expect(await statusFor({ as }, host)).toBe(200));

  test.each([
    'rebound.example',
    'rebound.example:1234',
    'localhost.rebound.example',
    '127.0.0.1.rebound.example',
    '127.0.0.1@rebound.example',
    'rebound.example#localhost',
    'internal.rebound.example',
    'not-internal',
    '8.8.8.8',
    '[2001:db8::1]',
    '',
  ])('refuses the host "%s"', async (host) => expect(await statusFor({ as }, host)).toBe(403));

  test('responds in its own error format, without a token and without using a fault', async () => {
    const options = { as, auth: 'secret', faults: [{ kind: 'html' }] } as const;
    await using emulator = await startEmulator(options);
    const lines = [`POST ${CHAT_PATH} HTTP/1.1`, 'Host: rebound.example', 'Content-Length: 9', '', '{}'];
    const connection = await rawRequest(emulator, lines.join('\r\n'));
    const response = await connection.until('allowedHosts');
    expect(response).toMatch(/^HTTP\/1\.1 403 /);
    const { error } = JSON.parse(response.slice(response.indexOf('{'))) as { error: string | { message: string } };
    expect(typeof error === 'string' ? error : error.message).toBe(
      'The host "rebound.example" is not allowed. Start the emulator with --allowed-host rebound.example, or add it to "allowedHosts".',
    );
    await connection.closed;
    expect(emulator.pendingFaults).toBe(1);
    expect(emulator.requests).toMatchObject([{ status: 403, outcome: 'completed' }]);
  });

  test('checks the host of an absolute target, and serves its path', async () => {
    expect(await statusFor({ as }, 'localhost', 'http://rebound.example/v1/models')).toBe(403);
    expect(await statusFor({ as }, 'rebound.example', 'http://localhost/v1/models')).toBe(403);
    expect(await statusFor({ as }, 'localhost', 'http://localhost:1/v1/models')).toBe(200);
  });

  test('refuses a request without a host', async () => {
    expect(await request({ as }, '/v1/models')).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('accepts the hosts of the option allowedHosts', async () => {
    const options = { as, allowedHosts: ['Emulator.Example', '2001:db8::1'] };
    expect(await statusFor(options, 'emulator.example:80')).toBe(200);
    expect(await statusFor(options, '[2001:db8::1]:80')).toBe(200);
    expect(await statusFor(options, 'other.example')).toBe(403);
    expect(await statusFor({ as, allowedHosts: ['*'] }, 'rebound.example')).toBe(200);
  });
});

test('a preflight request of another host is refused too', async () => {
  await using emulator = await startEmulator({ cors: true });
  const lines = ['OPTIONS /v1/models HTTP/1.1', 'Host: rebound.example', 'Origin: http://rebound.example', '', ''];
  const connection = await rawRequest(emulator, lines.join('\r\n'));
  expect(await connection.until('allowedHosts')).toMatch(/^HTTP\/1\.1 403 /);
  connection.socket.destroy();
});

test.each(['host.docker.internal', 'machine.local', '192.168.1.2:11434', '0.0.0.0', hostname()])(
  'Ollama accepts the local host %s',
  async (host) => expect(await statusFor({ as: 'ollama' }, host)).toBe(200),
);

describe('an emulator that other machines can reach', () => {
  test.each(['0.0.0.0', '::'])('on %s warns, and accepts any host', async (host) => {
    const warnings: string[] = [];
    const options = { host, onWarning: (message: string) => warnings.push(message) };
    expect(await statusFor(options, 'any.example')).toBe(200);
    expect(warnings).toEqual([
      expect.stringMatching(`listens on ${host}, so other machines can reach it without a token`),
    ]);
  });

  test.each<[what: string, onWarning: () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ])('starts although onWarning %s, which is a process warning', async (_what, onWarning) => {
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
    expect(await statusFor({ host: '0.0.0.0', onWarning }, 'any.example')).toBe(200);
    expect(await warned).toMatchObject({
      code: 'LMUX_CALLBACK_ERROR',
      detail: expect.stringContaining('boom') as unknown,
    });
  });

  test('checks hosts if allowedHosts is set', async () => {
    const options = { host: '0.0.0.0', allowedHosts: ['emulator'], onWarning: () => {} };
    expect(await statusFor(options, 'emulator')).toBe(200);
    expect(await statusFor({ ...options, host: '::' }, '[::]:80')).toBe(200);
    expect(await statusFor(options, '0.0.0.0')).toBe(200);
    expect(await statusFor(options, 'other')).toBe(403);
  });

  test('emits a process warning by default', async () => {
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
    await using emulator = await startEmulator({ host: '0.0.0.0', auth: 'secret' });
    expect(await warned).toMatchObject({ name: 'LmuxEmulatorWarning', code: 'LMUX_EMULATOR_EXPOSED' });
    expect((await warned).message).not.toContain('without a token');
    expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });

  test.each(['127.0.0.1', 'localhost', '::1'])('is not one on %s', async (host) => {
    await using emulator = await startEmulator({ host, onWarning: (message) => expect.fail(message) });
    expect((await fetch(`${emulator.url}/v1/models`)).status).toBe(200);
  });
});
