import { LmError } from '@lmux/core';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { closeAfterTest, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { type McpTool, mcpTools, type McpToolsOptions } from '../src/index.js';
import { connect, connectServer, pageOf, type ServerParts } from './connect-server.js';

const namesOf = (tools: readonly McpTool[]): string[] => tools.map(({ name }) => name);

async function listed(parts: ServerParts, options?: McpToolsOptions): Promise<readonly McpTool[]> {
  const { client } = await connectServer(parts);
  return closeAfterTest(await mcpTools(client, options)).tools();
}

test('a tool has the name, the schema, the description and the annotations of the server', async () => {
  const inputSchema = { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] };
  const annotations = { readOnlyHint: true, openWorldHint: false };
  const tool = { name: 'files.read', title: 'Read', description: 'Reads a file.', inputSchema, annotations };
  const [read] = await listed({ list: () => ({ tools: [tool] }) }, { prefix: 'my_' });
  expect(read).toMatchObject({
    name: 'my_files_read',
    description: 'Reads a file.',
    parameters: inputSchema,
    mcp: tool,
  });
});

test.each([
  ['its title', { title: 'Read' }, 'Read'],
  ['the title of its annotations', { annotations: { title: 'Read' } }, 'Read'],
  ['nothing', {}, undefined],
])('a tool without a description is described by %s', async (_name, fields, description) => {
  const [tool] = await listed({ list: () => ({ tools: [{ name: 'a', inputSchema: { type: 'object' }, ...fields }] }) });
  expect(tool?.description).toBe(description);
  expect(tool?.parameters).toEqual({ type: 'object', properties: {} });
});

test('all pages are listed, and a name that appears twice is listed once', async () => {
  const pages: Record<string, object> = {
    first: { ...pageOf('a', 'b'), nextCursor: 'second' },
    second: { ...pageOf('b', 'c'), nextCursor: 'third' },
    third: { ...pageOf('d'), nextCursor: '' },
  };
  expect(namesOf(await listed({ list: (cursor) => pages[cursor ?? 'first'] }))).toEqual(['a', 'b', 'c', 'd']);
});

test.each<[kind: string, include: McpToolsOptions['include'], names: string[]]>([
  ['names', ['b', 'a.x'], ['a_x', 'b']],
  ['a function', ({ name }) => name !== 'b', ['a_x', 'c']],
  ['no names', [], []],
])('include selects tools by %s', async (_kind, include, names) => {
  expect(namesOf(await listed({ list: () => pageOf('a.x', 'b', 'c') }, { include }))).toEqual(names);
});

test('a server without tools is not asked for them', async () => {
  const server = new Server({ name: 's', version: '1.0.0' }, { capabilities: { prompts: {} } });
  const client = new Client({ name: 'c', version: '1.0.0' });
  await connect(client, server);
  expect(await closeAfterTest(await mcpTools(client)).tools()).toEqual([]);
});

const endless = (cursor = '0'): object => ({ ...pageOf(`t${cursor}`), nextCursor: String(Number(cursor) + 1) });
const huge = (cursor = '0'): object => ({
  ...pageOf(...Array.from({ length: 5_001 }, (_, index) => `t${cursor}-${index}`)),
  nextCursor: `${cursor}0`,
});

describe('the first list rejects', () => {
  test.each<[kind: string, parts: ServerParts, code: string, message: RegExp]>([
    ['pages that never end', { list: endless }, 'limit_exceeded', /more than 100 pages/],
    [
      'a cursor that returns',
      { list: () => ({ tools: [], nextCursor: 'x' }) },
      'limit_exceeded',
      /the same cursor twice/,
    ],
    ['too many tools', { list: huge }, 'limit_exceeded', /more than 10,000 tools/],
    ['a page without tools', { list: () => ({}) }, 'unexpected_response', /Update or report/],
    [
      'a tool without a name',
      { list: () => ({ tools: [{ inputSchema: { type: 'object' } }] }) },
      'unexpected_response',
      /Update/,
    ],
    [
      'a tool without a schema',
      { list: () => ({ tools: [{ name: 'a' }] }) },
      'unexpected_response',
      /Update or report/,
    ],
    ['an error of the server', { list: () => Promise.reject(new Error('disk full')) }, 'server_error', /disk full/],
  ])('%s', async (_kind, parts, code, message) => {
    const { client } = await connectServer(parts);
    const error = await rejectionOf(mcpTools(client));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test('a function in include that returns a promise, which would let every tool through', async () => {
    const { client } = await connectServer({ list: () => pageOf('echo') });
    const include = (async () => false) as unknown as () => boolean;
    expect(await rejectionOf(mcpTools(client, { include }))).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('"include" must return true or false for each tool'),
    });
  });

  test('a function in include that throws, with what it threw as the cause', async () => {
    const { client } = await connectServer({ list: () => pageOf('echo') });
    const include = (): never => {
      throw new TypeError('canary-4');
    };
    const error = await rejectionOf(mcpTools(client, { include }));
    expect(error).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('"include" threw an error (TypeError)'),
      cause: { message: 'canary-4' },
    });
    expect(error.message).not.toContain('canary');
  });

  test('a function in include that throws an error of lmux, which is passed on', async () => {
    const { client } = await connectServer({ list: () => pageOf('echo') });
    const thrown = new LmError('permission_denied', 'Not allowed.');
    const include = (): never => {
      throw thrown;
    };
    expect(await rejectionOf(mcpTools(client, { include }))).toBe(thrown);
  });

  test('a name in include that the server does not list', async () => {
    const { client } = await connectServer({ list: () => pageOf('echo', 'sum') });
    const error = await rejectionOf(mcpTools(client, { include: ['eco'] }));
    expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('"echo", "sum"') });
  });

  test('a client that is not connected', async () => {
    const client = new Client({ name: 'c', version: '1.0.0' });
    await expect(mcpTools(client)).rejects.toMatchObject({ code: 'connection_failed' });
  });

  test('a server that does not respond in time', async () => {
    const { client } = await connectServer({ list: () => new Promise(() => undefined) });
    await expect(mcpTools(client, { timeoutMs: 20 })).rejects.toMatchObject({ code: 'total_timeout' });
  });

  test('a server that closes', async () => {
    const { client, server } = await connectServer({ list: () => server.close().then(() => ({})) });
    await expect(mcpTools(client)).rejects.toMatchObject({ code: 'connection_failed' });
  });

  test('an aborted signal, also before it has started', async () => {
    const controller = new AbortController();
    const abort = (): Promise<never> => {
      controller.abort(new Error('enough'));
      return new Promise(() => undefined);
    };
    const { client } = await connectServer({ list: abort });
    const aborted = { code: 'aborted', cause: { message: 'enough' } };
    await expect(mcpTools(client, { signal: controller.signal })).rejects.toMatchObject(aborted);
    await expect(mcpTools(client, { signal: controller.signal })).rejects.toMatchObject(aborted);
  });
});

test.each<[options: object, message: RegExp]>([
  [{ include: 'echo' }, /"include" must be a list of names or a function; received "echo"/],
  [{ include: [1] }, /"include" must be .+; received a list/],
  [{ exclude: ['x'] }, /Unknown option "exclude" of mcpTools\(\)\. Use include, /],
  [{ prefix: 'a.' }, /"prefix" must be at most 32 letters/],
  [{ prefix: 'a'.repeat(33) }, /"prefix" must be/],
  [{ timeoutMs: 0 }, /"timeoutMs" must be an integer from 1 to 2147483647; received 0/],
  [{ timeoutMs: Infinity }, /received Infinity/],
  [{ images: 'none' }, /"images" must be true or false; received "none"/],
])('the options %o are refused', async (options, message) => {
  const { client } = await connectServer();
  await expect(mcpTools(client, options)).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringMatching(message),
  });
});

test('something that is not an MCP client is refused', async () => {
  await expect(mcpTools({} as never)).rejects.toMatchObject({ code: 'invalid_request' });
});
