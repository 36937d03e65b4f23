import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { closeAfterTest, rejectionOf } from '@lmux/test-support';
import { describe, expect, test, vi } from 'vitest';
import { type McpTool, mcpTools } from '../src/index.js';
import { connect, connectServer, pageOf } from './connect-server.js';

const namesOf = (tools: readonly McpTool[]): string[] => tools.map(({ name }) => name);

describe('a list that changes', () => {
  test('is read again once, by all who wait for it', async () => {
    const list = vi.fn<() => object>(() => pageOf('a'));
    const { client, server } = await connectServer({ list });
    const mcp = closeAfterTest(await mcpTools(client));
    list.mockImplementation(() => pageOf('a', 'b'));
    await server.sendToolListChanged();
    expect((await Promise.all([mcp.tools(), mcp.tools()])).map(namesOf)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    await mcp.tools();
    expect(list).toHaveBeenCalledTimes(2);
  });

  test('is read again if it changes while it is read', async () => {
    let version = 1;
    const list = async (): Promise<object> => {
      const page = pageOf(`v${version}`);
      if (version === 2) {
        version = 3;
        await server.sendToolListChanged();
      }
      return page;
    };
    const { client, server } = await connectServer({ list });
    const mcp = closeAfterTest(await mcpTools(client));
    version = 2;
    await server.sendToolListChanged();
    expect(namesOf(await mcp.tools())).toEqual(['v2']);
    expect(namesOf(await mcp.tools())).toEqual(['v3']);
  });

  test('rejects if it cannot be read, and is read again the next time', async () => {
    const list = vi.fn<() => object>(() => pageOf('a'));
    const { client, server } = await connectServer({ list });
    const mcp = closeAfterTest(await mcpTools(client));
    list.mockImplementationOnce(() => {
      throw new Error('restarting');
    });
    await server.sendToolListChanged();
    await expect(mcp.tools()).rejects.toMatchObject({ code: 'server_error' });
    expect(namesOf(await mcp.tools())).toEqual(['a']);
  });

  test('rejects if include throws, and is read again the next time', async () => {
    const { client, server } = await connectServer();
    const include = vi.fn<() => boolean>(() => true);
    const mcp = closeAfterTest(await mcpTools(client, { include }));
    include.mockImplementationOnce(() => {
      throw new Error('canary');
    });
    await server.sendToolListChanged();
    await expect(mcp.tools()).rejects.toMatchObject({ code: 'invalid_request', cause: { message: 'canary' } });
    expect(namesOf(await mcp.tools())).toEqual(['echo']);
  });

  test('keeps the handler of the application, whenever it is set', async () => {
    const { client, server } = await connectServer();
    const [before, after] = [vi.fn<() => void>(), vi.fn<() => void>()];
    client.setNotificationHandler(ToolListChangedNotificationSchema, before);
    const [first, second] = [await mcpTools(client), await mcpTools(client)];
    await server.sendToolListChanged();
    await vi.waitFor(() => expect(before).toHaveBeenCalledTimes(1));
    await first.close();
    client.setNotificationHandler(ToolListChangedNotificationSchema, after);
    await server.sendToolListChanged();
    await second.close();
    await vi.waitFor(() => expect(after).toHaveBeenCalledTimes(1));
    await expect(client.ping()).resolves.toEqual({});
  });

  test('extends a connection only once', async () => {
    const { client } = await connectServer();
    await (await mcpTools(client)).close();
    const extended = client.transport?.onmessage;
    const mcp = await mcpTools(client);
    await (await mcpTools(client)).close();
    await mcp.close();
    expect(client.transport?.onmessage).toBe(extended);
  });

  test('is read again after the client has been connected again', async () => {
    const { client } = await connectServer({ list: () => pageOf('a') });
    const mcp = closeAfterTest(await mcpTools(client));
    await client.close();
    expect(namesOf(await mcp.tools())).toEqual(['a']);
    const { server } = await connectServer({ list: () => pageOf('b') });
    await server.close();
    await connect(client, server);
    expect(namesOf(await mcp.tools())).toEqual(['b']);
  });
});

describe('closed tools', () => {
  test('cannot be read, and leave the client open', async () => {
    const { client } = await connectServer();
    const mcp = await mcpTools(client);
    await mcp[Symbol.asyncDispose]();
    await mcp.close();
    await expect(mcp.tools()).rejects.toMatchObject({ code: 'closed' });
    await expect(client.ping()).resolves.toEqual({});
  });

  test('end a list that is being read', async () => {
    const list = vi.fn<() => unknown>(() => pageOf('a'));
    const { client, server } = await connectServer({ list });
    const mcp = await mcpTools(client);
    list.mockImplementation(() => new Promise(() => undefined));
    await server.sendToolListChanged();
    const reading = rejectionOf(mcp.tools());
    await mcp.close();
    expect(await reading).toMatchObject({ code: 'closed' });
  });
});
