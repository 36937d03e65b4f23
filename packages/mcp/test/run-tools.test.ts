import type { Emulator } from '@lmux/emulator';
import { closeAfterTest, collect, failOnUnhandledRejections, rejectionOf } from '@lmux/test-support';
import { runTools } from '@lmux/tools';
import { CancelledNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { expect, test } from 'vitest';
import { mcpTools } from '../src/index.js';
import { callingClient, messages } from './calling-client.js';
import { type CallExtra, connectServer, pageOf } from './connect-server.js';

failOnUnhandledRejections();

/** Returns the names of the tools of each chat that the emulator has received. */
function offered({ requests }: Emulator): string[][] {
  const bodies = requests.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }) => body);
  return (bodies as { tools?: { function: { name: string } }[] }[]).map(({ tools = [] }) =>
    tools.map(({ function: { name } }) => name),
  );
}

test('progress of an MCP server is an event of the run, before the result', async () => {
  const { client: mcpClient } = await connectServer({
    call: async (_params, { _meta, sendNotification }) => {
      const progressToken = _meta?.progressToken ?? '';
      const params = { progressToken, progress: 1, total: 2, message: 'reading' };
      await sendNotification({ method: 'notifications/progress', params });
      return { content: [{ type: 'text', text: 'a file' }] };
    },
  });
  const mcp = closeAfterTest(await mcpTools(mcpClient));
  const { client } = await callingClient('echo');
  const stream = runTools(client, { messages, tools: [mcp] });
  const events = await collect(stream);
  const toolCall = { name: 'echo' };
  expect(events.filter(({ type }) => type.startsWith('tool-run-'))).toMatchObject([
    { type: 'tool-run-start', toolCall },
    { type: 'tool-run-progress', toolCall, value: { progress: 1, total: 2, message: 'reading' } },
    { type: 'tool-run-end', toolCall, result: 'a file' },
  ]);
  expect((await stream.response()).text).toBe('The tool said: a file');
});

test('an aborted run cancels the running call at the MCP server', async () => {
  const controller = new AbortController();
  const calls: CallExtra[] = [];
  const { client: mcpClient, server } = await connectServer({
    call: (_params, extra) => {
      calls.push(extra);
      controller.abort(new Error('canary-5'));
      return new Promise(() => undefined);
    },
  });
  const notified = new Promise((resolve) => {
    server.setNotificationHandler(CancelledNotificationSchema, ({ params }) => resolve(params));
  });
  const mcp = closeAfterTest(await mcpTools(mcpClient));
  const { client } = await callingClient('echo');
  const stream = runTools(client, { messages, tools: [mcp] }, { signal: controller.signal });
  expect(await rejectionOf(stream.response())).toMatchObject({ code: 'aborted', cause: { message: 'canary-5' } });
  expect(await notified).toEqual({ requestId: calls[0]?.requestId, reason: 'The call was canceled.' });
});

test('a list that changes between two steps changes the tools of the next request', async () => {
  let page = pageOf('open', 'stop');
  const { client: mcpClient, server } = await connectServer({
    list: () => page,
    call: async ({ name }) => {
      page = pageOf('stop', 'files.read');
      await server.sendToolListChanged();
      return { content: [{ type: 'text', text: `${name} was called` }] };
    },
  });
  const mcp = closeAfterTest(await mcpTools(mcpClient));
  const { client, emulator } = await callingClient('open', 'files_read');
  const { text } = await runTools(client, { messages, tools: [mcp] }).response();
  expect(text).toBe('The tool said: files.read was called');
  expect(offered(emulator)).toEqual([
    ['open', 'stop'],
    ['stop', 'files_read'],
    ['stop', 'files_read'],
  ]);
});

test('a run ends if the list cannot be read between two steps', async () => {
  let isBroken = false;
  const { client: mcpClient, server } = await connectServer({
    list: () => (isBroken ? Promise.reject(new Error('disk full')) : pageOf('echo')),
    call: async () => {
      isBroken = true;
      await server.sendToolListChanged();
      return { content: [] };
    },
  });
  const mcp = closeAfterTest(await mcpTools(mcpClient));
  const { client } = await callingClient('echo');
  const error = await rejectionOf(runTools(client, { messages, tools: [mcp] }).response());
  expect(error).toMatchObject({ code: 'server_error', message: expect.stringContaining('disk full') });
});

test('a run continues after the MCP server has ended during a call, and the model is told', async () => {
  const { client: mcpClient, server } = await connectServer({
    call: () => server.close().then(() => new Promise(() => undefined)),
  });
  const mcp = closeAfterTest(await mcpTools(mcpClient));
  const { client } = await callingClient('echo');
  const stream = runTools(client, { messages, tools: [mcp] });
  const events = await collect(stream);
  expect(events.find(({ type }) => type === 'tool-run-end')).toMatchObject({ cause: { code: 'connection_failed' } });
  expect((await stream.response()).text).toContain('the connection to the MCP server was closed');
});
