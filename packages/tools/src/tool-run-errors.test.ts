import { LmError } from '@lmux/core';
import { collect, drain, failOnUnhandledRejections, rejectionOf } from '@lmux/test-support';
import { describe, expect, test, vi } from 'vitest';
import { calling, endlessTool, messages, PARIS, toolClient, weather } from '../test/tool-client.js';
import { runTools, tool, type ToolRunOptions } from './index.js';

failOnUnhandledRejections();

describe('toolTimeoutMs', () => {
  test('tells the model that the tool timed out, and aborts its signal', async () => {
    const endless = endlessTool();
    const { client } = toolClient([calling('endless', PARIS), 'Done.']);
    const { messages: all, text } = await runTools(
      client,
      { tools: [endless.tool, weather], messages },
      { toolTimeoutMs: 5 },
    ).response();
    expect(text).toBe('Done.');
    expect(all[1]).toMatchObject({ content: '{"error":"The tool timed out after 5 ms."}' });
    expect(all[2]).toMatchObject({ content: '{"city":"Paris","celsius":21}' });
    expect(endless.signals[0]?.reason).toMatchObject({ name: 'TimeoutError' });
  });

  test('does not end a tool that waits longer than timers can', async () => {
    const { client } = toolClient([calling(PARIS), 'Done.']);
    const options = { toolTimeoutMs: Number.MAX_SAFE_INTEGER };
    const { messages: all } = await runTools(client, { tools: [weather], messages }, options).response();
    expect(all[1]).toMatchObject({ content: '{"city":"Paris","celsius":21}' });
  });
});

test('progress after the end of a tool is ignored', async () => {
  let late: ((value: unknown) => void) | undefined;
  const first = tool({
    name: 'first',
    run(_, { progress }) {
      progress(1);
      late = progress;
    },
  });
  const second = tool({ name: 'second', run: () => late?.('late') });
  const { client } = toolClient([calling('first', 'second'), 'Done.']);
  const events = await collect(runTools(client, { tools: [first, second], messages }));
  expect(events.filter(({ type }) => type === 'tool-run-progress')).toMatchObject([{ value: 1 }]);
});

describe('an error', () => {
  test('of a later chat has the text of all steps', async () => {
    const error = new LmError('overloaded', 'Too busy.');
    const { client } = toolClient([
      { text: 'One. ', ...calling(PARIS) },
      { text: 'Two.', error },
    ]);
    const stream = runTools(client, { tools: [weather], messages });
    const { values, error: failure } = await drain(stream);
    expect(failure).toMatchObject({ code: 'overloaded', partial: { text: 'One. Two.' } });
    expect(JSON.stringify(failure)).not.toContain('One.');
    expect(values.map(({ type }) => type)).not.toContain('finish');
    expect(stream.steps).toHaveLength(1);
    expect(stream.messages.map(({ role }) => role)).toEqual(['assistant', 'tool']);
  });

  test('of an application function is the error of the run, those of lmux as they are', async () => {
    const own = new LmError('connection_failed', 'The MCP server is down.');
    const fail = (error: Error) => (): never => {
      throw error;
    };
    const run = (options: ToolRunOptions) =>
      rejectionOf(runTools(toolClient([calling(PARIS)]).client, { tools: [weather], messages }, options).response());
    await expect(run({ prepareStep: fail(own) })).resolves.toBe(own);
    await expect(run({ stopWhen: fail(new RangeError('x')) })).resolves.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('"stopWhen" of runTools() threw an error (RangeError)'),
      cause: { message: 'x' },
    });
  });

  test('of an observer is reported, and the run continues', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { plugin, client } = toolClient([calling(PARIS), 'Done.']);
    const stream = runTools(client, { tools: [weather], messages });
    stream.subscribe({
      next() {
        throw new Error('boom');
      },
      error() {},
      complete() {},
    });
    await expect(stream.response()).resolves.toMatchObject({ text: 'Done.' });
    expect(plugin.recordedRequests).toHaveLength(2);
    expect(warned).toHaveBeenCalledOnce();
    warned.mockRestore();
  });
});

test('a second consumer fails, and response() can follow a consumer that stopped reading', async () => {
  const { client } = toolClient([calling(PARIS), 'Done.']);
  const stream = runTools(client, { tools: [weather], messages });
  const iterator = stream[Symbol.asyncIterator]();
  await iterator.next();
  await expect(stream.response()).resolves.toMatchObject({ text: 'Done.' });
  await expect(stream.text().next()).rejects.toMatchObject({ code: 'invalid_request' });
});
