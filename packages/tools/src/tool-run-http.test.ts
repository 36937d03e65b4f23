import { LmError } from '@lmux/core';
import { readStreamEvents, toResponse } from '@lmux/core/web';
import { collect, drain, failOnUnhandledRejections, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { calling, endlessTool, messages, PARIS, toolClient, weather } from '../test/tool-client.js';
import { runTools, tool, type ToolRunEvent } from './index.js';

failOnUnhandledRejections();

describe.each(['events', 'ndjson'] as const)('a run as a response in the format "%s"', (format) => {
  test('has all events, as a page reads them', async () => {
    const broken = tool({
      name: 'broken',
      run() {
        throw Object.assign(new Error('GET https://me:hunter2@host.test failed'), { config: 'SECRET-1' });
      },
    });
    const replies = [{ text: 'Look.', ...calling(PARIS, 'broken') }, 'Done.'];
    const run = () => runTools(toolClient(replies).client, { tools: [weather, broken], messages });
    const body = await (await toResponse(run(), { format })).text();
    expect(body).not.toMatch(/hunter2|SECRET-1|tool-run-http/);
    const events = await collect(readStreamEvents<ToolRunEvent>(toResponse(run(), { format })));
    const local = await collect(run());
    expect(events.map(({ type }) => type)).toEqual(local.map(({ type }) => type));
    expect(events.filter(({ type }) => type === 'tool-run-end')).toMatchObject([
      { toolCall: { name: 'get_weather' }, result: { city: 'Paris', celsius: 21 } },
      { toolCall: { name: 'broken' }, error: 'GET https://***@host.test failed' },
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'finish', response: { text: 'Done.', steps: [{}, {}] } });
  });

  test('ends with the error of a later step, with the text before it', async () => {
    const { client } = toolClient([{ text: 'Look.', ...calling(PARIS) }, new LmError('overloaded', 'Busy.')]);
    const response = await toResponse(runTools(client, { tools: [weather], messages }), { format });
    expect(response.status).toBe(200);
    const { error } = await drain(readStreamEvents<ToolRunEvent>(response));
    expect(error).toMatchObject({ code: 'overloaded', partial: { text: 'Look.' } });
  });

  test('stops the tools when the page leaves', async () => {
    const endless = endlessTool();
    const { plugin, client } = toolClient([calling('endless'), 'Done.']);
    const response = await toResponse(runTools(client, { tools: [endless.tool], messages }), { format });
    for await (const { type } of readStreamEvents<ToolRunEvent>(response)) if (type === 'tool-run-start') break;
    await settled();
    expect(endless.signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(plugin.recordedRequests).toHaveLength(1);
  });
});

test('an error of the first step after its start has a real status', async () => {
  const { client } = toolClient([{ text: '', error: new LmError('overloaded', 'Busy.') }]);
  const response = await toResponse(runTools(client, { tools: [weather], messages }));
  expect(response.status).toBe(503);
});

test('the text alone is that of all steps', async () => {
  const { client } = toolClient([{ text: 'Look. ', ...calling(PARIS) }, 'Done.']);
  const response = await toResponse(runTools(client, { tools: [weather], messages }), { format: 'text' });
  await expect(response.text()).resolves.toBe('Look. Done.');
});
