import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as core from '@lmux/core';
import { closeAfterTest, failOnUnhandledRejections } from '@lmux/test-support';
import * as toolRuns from '@lmux/tools';
import * as sdk from '@modelcontextprotocol/sdk/client/index.js';
import { type StdioServerParameters, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import {
  StreamableHTTPClientTransport,
  type StreamableHTTPClientTransportOptions,
} from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { beforeEach, expect, test, vi } from 'vitest';
import { type Block, blocksOf } from '../../../test/compile-pages.js';
import { runBlock } from '../../../test/run-block.js';
import * as mcpTools from '../src/index.js';
import { callingClient, messages } from './calling-client.js';
import { connectServer, pageOf, type ServerParts } from './connect-server.js';
import { listenHttp } from './listen-http.js';
import { runContext } from './run-context.js';

failOnUnhandledRejections();

const EVERYTHING = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'));
const ROOT = new URL('../../../', import.meta.url);

/** Each block of the pages has a name here, so that one that no test runs is a variable that is not used. */
const [stdio, http, options, approval, images, lost, progress, ...others] = blocksIn('docs/guide/mcp.md');
const [readme, ...othersOfReadme] = blocksIn('packages/mcp/README.md');

function page(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

function blocksIn(path: string): Block[] {
  return blocksOf(path, page(path));
}

/** Starts server-everything in place of the command of the guide. */
class EverythingTransport extends StdioClientTransport {
  constructor({ command }: StdioServerParameters) {
    super({ command: command.replace('npx', process.execPath), args: [EVERYTHING, 'stdio'], stderr: 'ignore' });
    closeAfterTest(this);
  }
}

/** Code after a block with a run, which exports the text of its response. */
const RESPONSE = 'export const { text } = await run.response();';

/**
 * Runs a block and returns its exports.
 *
 * @param given What the block uses and does not declare.
 * @param after Code after the block, which exports what it declares.
 */
async function run(block: Block | undefined, given: object, after = '', modules: object = {}): Promise<object> {
  if (block === undefined) throw new Error('The page has fewer blocks.');
  return runBlock(
    { ...block, code: `${block.code}\n${after}` },
    `import { ${Object.keys(given).join(', ')} } from 'given';`,
    {
      given,
      '@lmux/core': core,
      '@lmux/mcp': mcpTools,
      '@lmux/tools': toolRuns,
      '@modelcontextprotocol/sdk/client/index.js': sdk,
      '@modelcontextprotocol/sdk/client/stdio.js': { StdioClientTransport: EverythingTransport },
      ...modules,
    },
  );
}

/** Returns the tools of an MCP server in this process. */
async function toolsOf(parts: ServerParts): Promise<mcpTools.McpTools> {
  return closeAfterTest(await mcpTools.mcpTools((await connectServer(parts)).client));
}

beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  return () => vi.unstubAllEnvs();
});

test('all blocks of the pages are run here', () => {
  expect([...others, ...othersOfReadme]).toEqual([]);
});

test('a server that runs as a process', async () => {
  const { client } = await callingClient('own', 'get-env');
  const runOwn = vi.fn<() => string>(() => 'done');
  const own = toolRuns.tool({ name: 'own', run: runOwn });
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const text = expect.stringMatching(/^The tool said: {.*"PATH"/s);
  expect(await run(stdio, { client, messages, own }, RESPONSE)).toEqual({ text });
  expect(runOwn).toHaveBeenCalledTimes(1);
  expect(write.mock.calls.join('')).toContain('The tool said');
});

test('a server at a URL', async () => {
  const { url, headers } = await listenHttp();
  /** Reaches the server of this test in place of that of the guide. */
  class LocalTransport extends StreamableHTTPClientTransport {
    constructor(_url: URL, settings: StreamableHTTPClientTransportOptions) {
      super(url, settings);
      closeAfterTest(this);
    }
  }
  vi.stubEnv('MCP_TOKEN', 'token-1');
  await run(http, {}, '', {
    '@modelcontextprotocol/sdk/client/streamableHttp.js': { StreamableHTTPClientTransport: LocalTransport },
  });
  expect(headers[0]).toMatchObject({ authorization: 'Bearer token-1' });
});

test('the selection of tools', async () => {
  const { client: mcpClient } = await connectServer({ list: () => pageOf('search', 'fetch', 'delete') });
  const [read, write] = pageOf('read', 'write').tools;
  const tools = [{ ...read, annotations: { readOnlyHint: true } }, write];
  const { client: otherClient } = await connectServer({ list: () => ({ tools }) });
  const after = 'export const names = [...await search.tools(), ...await readers.tools()].map(({ name }) => name);';
  expect(await run(options, { mcpClient, otherClient }, after)).toEqual({ names: ['web_search', 'web_fetch', 'read'] });
});

test('results without images', async () => {
  const content = [{ type: 'image', mimeType: 'image/png', data: `${'AAAA'.repeat(1_670)}AAA=` }];
  const { client: mcpClient } = await connectServer({ call: () => ({ content }) });
  const after = 'export const output = await (await screens.tools())[0].run({}, context);';
  const note = '[image, image/png, 5,012 bytes, not shown]';
  expect(await run(images, { mcpClient, context: runContext() }, after)).toEqual({ output: note });
  expect(page('docs/guide/mcp.md')).toContain(`\`${note}\``);
});

test.each([
  ['that changes nothing runs', { readOnlyHint: true }, 'wrote', []],
  ['that the user declines is denied', undefined, 'The user declined.', ['Run write with {}?']],
])('a tool $0', async (_kind, annotations, said, questions) => {
  const [write] = pageOf('write').tools;
  const mcp = await toolsOf({
    list: () => ({ tools: [{ ...write, annotations }] }),
    call: () => ({ content: [{ type: 'text', text: 'wrote' }] }),
  });
  const confirm = vi.fn<(question: string) => Promise<boolean>>(() => Promise.resolve(false));
  const { client } = await callingClient('write');
  const text = expect.stringContaining(said);
  expect(await run(approval, { client, messages, mcp, confirm }, RESPONSE)).toEqual({ text });
  expect(confirm.mock.calls.flat()).toEqual(questions);
});

test('a run that ends with the connection, and goes on after another error of a tool', async () => {
  const { client: mcpClient, server } = await connectServer({
    call: () => ({ isError: true, content: [] }),
  });
  const mcp = closeAfterTest(await mcpTools.mcpTools(mcpClient));
  const { client } = await callingClient('echo');
  await run(lost, { client, messages, mcp });
  await server.close();
  await expect(run(lost, { client, messages, mcp })).rejects.toMatchObject({ code: 'connection_failed' });
});

test('progress', async () => {
  const mcp = await toolsOf({
    call: async (_params, { _meta, sendNotification }) => {
      const params = { progressToken: _meta?.progressToken ?? '', progress: 1 };
      await sendNotification({ method: 'notifications/progress', params });
      return { content: [] };
    },
  });
  const { client } = await callingClient('echo');
  const log = vi.spyOn(console, 'log').mockReturnValue();
  await run(progress, { client, messages, mcp, signal: new AbortController().signal });
  expect(log.mock.calls).toEqual([['echo', { progress: 1 }]]);
});

test('the code of the README', async () => {
  const { client: mcpClient } = await connectServer({
    list: () => pageOf('echo', 'get-sum', 'other'),
    call: ({ name }) => ({ content: [{ type: 'text', text: `${name} was called` }] }),
  });
  const { client } = await callingClient('demo_get-sum');
  const text = 'The tool said: get-sum was called';
  expect(await run(readme, { client, messages, mcpClient }, RESPONSE)).toEqual({ text });
});
