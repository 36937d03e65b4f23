import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { startEmulator } from './index.js';
import type { EmulatorOptions } from './index.js';

describe('an invalid option', () => {
  test.each<[object, string]>([
    [{ replies: [] }, 'The emulator has no option "replies". Its options are as, router, '],
    [{ allowedHosts: 'host' }, '"allowedHosts" must be an array of host names; received "host".'],
    [{ allowedHosts: ['http://x.y'] }, 'without a scheme and a port, or *; received "http://x.y".'],
    [{ allowedHosts: ['a', 'x.y:80'] }, 'without a scheme and a port, or *; received "x.y:80".'],
    [{ allowedHosts: [5] }, 'received 5.'],
    [{ keepBytes: -1 }, '"keepBytes" must be an integer of at least 0; received -1.'],
    [{ keepRequests: -1 }, '"keepRequests" must be an integer of at least 0; received -1.'],
    [{ keepRequests: '5' }, '"keepRequests" must be an integer of at least 0; received "5".'],
    [{ parallel: 0 }, '"parallel" must be an integer of at least 1; received 0.'],
    [{ port: 70_000 }, '"port" must be an integer from 0 to 65535; received 70000.'],
    [{ as: 'LMStudio' }, '"as" must be one of lmstudio, ollama, llamacpp; received "LMStudio".'],
    [{ as: 'constructor' }, 'received "constructor".'],
    [{ faults: [{ kind: 'contentLength', bytes: -1 }] }, 'must be an integer of at least 0; received -1.'],
  ])('%j is refused before the emulator listens', async (options, message) => {
    const error = await rejectionOf<Error>(startEmulator(options));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(message);
  });

  test('of a fault that is set later is refused, and leaves the faults as they were', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'noDone' }] });
    expect(() => emulator.setFaults([{ kind: 'contentLength', bytes: Number.NaN }])).toThrow(/received NaN/);
    expect(emulator.pendingFaults).toBe(1);
  });
});

test.each<EmulatorOptions>([
  { allowedHosts: ['*'] },
  { allowedHosts: ['host.docker.internal', '10.0.0.5', 'fd00::1'], keepBytes: 0, keepRequests: 0 },
  { keepRequests: Infinity, keepBytes: Infinity, parallel: Infinity },
])('%j is accepted', async (options) => {
  await using emulator = await startEmulator(options);
  expect(emulator.port).toBeGreaterThan(0);
});
