import { getEventListeners } from 'node:events';
import type { LmClient } from '@lmux/core';
import { failOnUnhandledRejections } from '@lmux/test-support';
import { runTools, tool } from '@lmux/tools';
import { describe, expect, test } from 'vitest';
import { clientOf, isToModel } from './support/provider-client.ts';
import { TOOL_SUBJECTS, toolServer, type ToolSubject } from './support/tool-run-server.ts';
import { TOOL_RUN_WAYS, type Run } from './support/tool-run-ways.ts';

failOnUnhandledRejections();

const messages = [{ role: 'user', content: 'Hi' }] as const;

/** Counts the sockets and the timers that keep the process running. */
function resources(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap' || name === 'Timeout').length;
}

/** Waits until nothing keeps the process running, such as a short timer of the test runner, but at most some seconds. */
async function untilReleased(): Promise<void> {
  for (let turns = 0; turns < 2000 && resources() > 0; turns += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Returns the function that starts a run with a client. */
function starter(client: LmClient, { tools: kind }: ToolSubject, signal: AbortSignal): Run['start'] {
  const emulated = kind === 'emulated';
  return (work, options, other = () => 'ok') => {
    const run = (_: unknown, context: { readonly signal: AbortSignal }): unknown => {
      // A tool that leaves its listener behind.
      context.signal.addEventListener('abort', () => {});
      return work();
    };
    const tools = [tool({ name: 'work', run }), tool({ name: 'other', run: other })];
    // Without it, emulated tools have one call in a response.
    const request = { tools, messages, ...(emulated && { parallelToolCalls: true }) };
    return runTools(client, request, { signal, emulate: emulated ? 'always' : 'never', ...options });
  };
}

describe.each(TOOL_SUBJECTS)('$provider with $tools tools', (subject) => {
  test.each(TOOL_RUN_WAYS)('%s leaves no listener, timer, socket or unhandled rejection', async (...way) => {
    const [, rounds, outcome, run] = way;
    const { url, requests } = await toolServer(subject, rounds);
    const controller = new AbortController();
    const client = clientOf(subject.provider, url);
    const start = starter(client, subject, controller.signal);
    expect(await run({ signal: controller.signal, abort: () => controller.abort(), start })).toBe(outcome);
    await client.close();
    await untilReleased();
    expect(resources()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    const sent = requests.filter(isToModel).map(({ body }) => Object.hasOwn(body as object, 'tools'));
    expect(sent).toEqual(sent.map(() => subject.tools === 'native'));
  });

  test('runs in a row leave no listener on a signal that all share', async () => {
    const { url, requests } = await toolServer(subject, 1);
    const { signal } = new AbortController();
    const start = starter(clientOf(subject.provider, url), subject, signal);
    for (let count = 0; count < 20; count += 1) {
      const { text } = await start(() => 'ok', { toolTimeoutMs: 60_000 }).response();
      expect(text).toBe('Done.');
      expect(getEventListeners(signal, 'abort')).toEqual([]);
    }
    expect(requests.filter(isToModel)).toHaveLength(40);
  });
});
