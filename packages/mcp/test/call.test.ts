import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { isLmError, toolMessage } from '@lmux/core';
import { closeAfterTest, rejectionOf } from '@lmux/test-support';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, test, vi } from 'vitest';
import { type McpTool, mcpTools, type McpToolsOptions } from '../src/index.js';
import { connectServer, pageOf, type ServerParts } from './connect-server.js';
import { runContext } from './run-context.js';

/** Connects to a server with one tool, and returns the tool. */
async function oneTool(
  parts: ServerParts,
  options?: McpToolsOptions,
): Promise<{ tool: McpTool } & Awaited<ReturnType<typeof connectServer>>> {
  const connected = await connectServer(parts);
  const [tool] = await closeAfterTest(await mcpTools(connected.client, options)).tools();
  if (tool === undefined) throw new Error('The server lists no tool.');
  return { tool, ...connected };
}

const never = (): Promise<never> => new Promise(() => undefined);

test('the server is called with its own name of the tool and the arguments of the model', async () => {
  const { tool } = await oneTool(
    {
      list: () => pageOf('files.read'),
      call: ({ name, arguments: input }) => ({ content: [{ type: 'text', text: `${name} ${JSON.stringify(input)}` }] }),
    },
    { prefix: 'my_' },
  );
  expect(tool.name).toBe('my_files_read');
  expect(await tool.run({ path: 'a' }, runContext())).toBe('files.read {"path":"a"}');
});

test('an image of a result becomes a part of the message for the model', async () => {
  const content = [{ type: 'image', mimeType: 'image/png', data: 'iVBORw0KGgo=' }];
  const { tool } = await oneTool({ call: () => ({ content }) });
  const context = runContext();
  expect(toolMessage(context.toolCall, await tool.run({}, context)).content).toEqual([
    { type: 'image', image: 'data:image/png;base64,iVBORw0KGgo=' },
  ]);
});

test('an image of a result is a note to a model without images', async () => {
  const image = { type: 'image', mimeType: 'image/png', data: 'iVBORw0KGgo=' };
  const resource = { uri: 'a:b', mimeType: 'image/png', blob: 'iVBORw0KGgo=' };
  const content = [{ type: 'text', text: 'The screen:' }, image, { type: 'resource', resource }];
  const { tool } = await oneTool({ call: () => ({ content }) }, { images: false });
  expect(await tool.run({}, runContext())).toBe(
    'The screen:\n[image, image/png, 8 bytes, not shown]\n[resource, a:b, image/png, 8 bytes, not shown]',
  );
});

test('the model is told the message of an error of the tool, and no more', async () => {
  const { tool } = await oneTool({
    call: () => ({ isError: true, content: [{ type: 'text', text: 'no such file' }] }),
  });
  const context = runContext();
  const error = await rejectionOf(tool.run({}, context) as Promise<unknown>);
  expect(toolMessage(context.toolCall, error).content).toBe('{"error":"no such file"}');
});

test('a call that the server refuses is an error with its message', async () => {
  const refuse = (): never => {
    throw new McpError(ErrorCode.InvalidParams, 'path must be a string');
  };
  const { tool } = await oneTool({ call: refuse });
  const error = await rejectionOf(tool.run({}, runContext()) as Promise<unknown>);
  expect(error.message).toBe('The call of the MCP tool "echo" failed: path must be a string');
  expect(isLmError(error)).toBe(false);
});

test.each<[kind: string, result: unknown]>([
  ['content that is not a list', { content: 'text' }],
  ['an item without a type', { content: [{ text: 'a' }] }],
  ['an item that is null', { content: [null] }],
])('a result with %s is an unexpected response, without what it contains', async (_kind, result) => {
  const { tool } = await oneTool({ call: () => result });
  const error = await rejectionOf(tool.run({}, runContext()) as Promise<unknown>);
  expect(error).toMatchObject({ code: 'unexpected_response' });
  expect(error.cause).toBeUndefined();
});

test('the tool is told apart from a connection that is closed, during a call and after it', async () => {
  const { tool, client, server } = await oneTool({ call: () => server.close().then(never) });
  const onError = vi.fn<(error: Error) => void>();
  Object.assign(client, { onerror: onError });
  const input = { secret: 'canary-1' };
  const during = await rejectionOf(tool.run(input, runContext()) as Promise<unknown>);
  expect(during).toMatchObject({ code: 'connection_failed', message: expect.stringContaining('was closed') });
  expect(inspect(during, { showHidden: true })).not.toContain('canary');
  expect(client.transport).toBeUndefined();
  // Nothing is sent to a server that is gone.
  expect(onError).not.toHaveBeenCalled();
  await expect(tool.run(input, runContext())).rejects.toMatchObject({ code: 'connection_failed' });
});

test('progress is passed to the application', async () => {
  const call: ServerParts['call'] = async (_params, { _meta, sendNotification }) => {
    for (const step of [{ progress: 0, total: 2, message: 'reading' }, { progress: 1 }]) {
      const params = { progressToken: _meta?.progressToken ?? '', ...step };
      await sendNotification({ method: 'notifications/progress', params });
    }
    return { content: [] };
  };
  const { tool } = await oneTool({ call });
  const context = runContext();
  await tool.run({}, context);
  expect(context.steps).toEqual([{ progress: 0, total: 2, message: 'reading' }, { progress: 1 }]);
});

describe('a call that ends early', () => {
  test('is canceled at the server when it is aborted, and keeps the reason to itself', async () => {
    const controller = new AbortController();
    let canceled: (reason: unknown) => void = () => undefined;
    const reason = new Promise((resolve) => {
      canceled = resolve;
    });
    const { tool } = await oneTool({
      call: (_params, { signal }) => {
        signal.addEventListener('abort', () => canceled(signal.reason));
        controller.abort(new Error('canary-2'));
        return never();
      },
    });
    const error = await rejectionOf(tool.run({}, runContext(controller.signal)) as Promise<unknown>);
    expect(error).toMatchObject({ code: 'aborted', cause: { message: 'canary-2' } });
    expect(await reason).toBe('The call was canceled.');
    await expect(tool.run({}, runContext(controller.signal))).rejects.toMatchObject({ code: 'aborted' });
  });

  test('is canceled at the server when its time is over', async () => {
    let canceled: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      canceled = resolve;
    });
    const call: ServerParts['call'] = (_params, { signal }) => {
      signal.addEventListener('abort', canceled);
      return never();
    };
    const { tool } = await oneTool({ call }, { timeoutMs: 20 });
    await expect(tool.run({}, runContext())).rejects.toMatchObject({
      code: 'total_timeout',
      message: expect.stringContaining('no result or progress within 20 ms'),
    });
    await ended;
  });
});

test.each<[kind: string, call: ServerParts['call']]>([
  ['a result', () => ({ content: [] })],
  ['an error', () => ({ isError: true, content: [] })],
  ['a timeout', never],
])('no listener remains at the signal after %s', async (_kind, call) => {
  const { tool } = await oneTool({ ...(call && { call }) }, { timeoutMs: 50 });
  const { signal } = new AbortController();
  await Promise.allSettled([tool.run({}, runContext(signal))]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
