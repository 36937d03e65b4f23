import { createClient, type LmClient } from '@lmux/core';
import { FakeClock } from '@lmux/core/testing';
import { startEmulator, type Emulator, type Fault, type ServerProfileName } from '@lmux/emulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { plugins } from '../../examples/plugins.ts';

const MODEL = 'm';
const REPLY = 'The sky is blue.';
/** Time in ms that a complete stream waits for usage. */
const GRACE_MS = 500;

const ROUTES: readonly [provider: string, route: string, as: ServerProfileName][] = [
  ['lmstudio', 'native', 'lmstudio'],
  ['lmstudio', 'openai', 'lmstudio'],
  ['ollama', 'native', 'ollama'],
  ['ollama', 'openai', 'ollama'],
  ['llamacpp', 'openai', 'llamacpp'],
  ['openai', 'openai', 'lmstudio'],
];

const ENDINGS: readonly [what: string, fault: Fault][] = [
  ['a reset', { kind: 'reset', afterFinish: true }],
  ['a clean end', { kind: 'truncate', afterFinish: true }],
  ['silence', { kind: 'stall', afterFinish: true }],
  ['heartbeats', { kind: 'stall', afterFinish: true, commentEveryMs: 1 }],
];

interface Opened {
  readonly client: LmClient;
  readonly clock: FakeClock;
  readonly emulator: Emulator;
}

async function open(provider: string, as: ServerProfileName, fault: Fault): Promise<Opened> {
  const emulator = await startEmulator({ as, models: [{ id: MODEL }], reply: REPLY, faults: [fault] });
  const clock = new FakeClock();
  const config = { provider, baseUrl: emulator.url, model: MODEL, retry: false } as const;
  const client = createClient({ plugins, config, clock });
  onTestFinished(async () => {
    await client.close();
    await emulator.close();
  });
  return { client, clock, emulator };
}

/** Waits until the client has received everything, then advances the clock past the wait for the rest. */
async function passGrace({ clock, emulator }: Opened, { kind }: Fault, over: Promise<unknown>): Promise<void> {
  if (kind !== 'stall') return;
  await emulator.received(1);
  // A response that needs no wait is over without the timer.
  await Promise.race([over, clock.waitForTimer(GRACE_MS)]);
  clock.advance(GRACE_MS);
}

describe.each(ROUTES)('%s, route %s (server %s): a response that is complete', (provider, route, as) => {
  test.each(ENDINGS)('survives %s after the finish reason of a chat', async (_what, fault) => {
    const opened = await open(provider, as, { ...fault, method: 'POST' });
    const messages = [{ role: 'user', content: 'Which color is the sky?' }] as const;
    const over = opened.client.chatStream({ messages }, { route }).response();
    await passGrace(opened, fault, over);
    expect(await over).toMatchObject({ text: REPLY, message: { content: REPLY }, route, warnings: [] });
    expect(opened.emulator.requests).toHaveLength(1);
    // The connection has 200 ms to end by itself before it is closed.
    opened.clock.advance(GRACE_MS);
    if (fault.kind === 'stall') await opened.emulator.clientDisconnected(1);
  });
});

const COMPLETIONS = ROUTES.filter(([provider, route]) => provider !== 'lmstudio' || route !== 'native');

describe.each(COMPLETIONS)('%s, route %s (server %s): a response that is complete', (provider, route, as) => {
  test.each(ENDINGS)('survives %s after the finish reason of a completion', async (_what, fault) => {
    const opened = await open(provider, as, { ...fault, method: 'POST' });
    const over = opened.client.completeStream({ prompt: 'The sky is' }, { route }).response();
    await passGrace(opened, fault, over);
    expect(await over).toMatchObject({ text: REPLY, finishReason: { unified: 'stop' }, route, warnings: [] });
    expect(opened.emulator.requests).toHaveLength(1);
    // The connection has 200 ms to end by itself before it is closed.
    opened.clock.advance(GRACE_MS);
    if (fault.kind === 'stall') await opened.emulator.clientDisconnected(1);
  });
});
