import { createClient } from '@lmux/core';
import { FakeClock } from '@lmux/core/testing';
import { startEmulator } from '@lmux/emulator';
import { openai } from '@lmux/provider-openai';
import { expect, test } from 'vitest';
import { TRANSPORTS } from './support/subjects.ts';

const LIMIT = 64 * 1024 * 1024;

// The emulator's own tests cover the other profiles.
test.each(TRANSPORTS)(
  '$transport reads the 413 for a body that is too large, and its socket is closed',
  async (wire) => {
    await using emulator = await startEmulator();
    const transport = wire.create(new FakeClock());
    const config = { provider: 'openai', baseUrl: emulator.url, model: 'm', retry: false } as const;
    await using client = createClient({ plugins: [openai], config, transport });
    const call = client.chat({ messages: [{ role: 'user', content: 'x'.repeat(LIMIT) }] });
    await expect(call).rejects.toMatchObject({ status: 413, message: expect.stringContaining('too large') });
    await emulator.socketsClosed();
    expect(emulator.requests).toMatchObject([{ status: 413, outcome: 'completed' }]);
    await transport.close();
  },
);
