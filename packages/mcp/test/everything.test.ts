import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { InMemoryTaskStore } from '@modelcontextprotocol/sdk/experimental/tasks/index.js';
import { closeAfterTest } from '@lmux/test-support';
import { describe, expect, test, vi } from 'vitest';
import { type McpTool, mcpTools } from '../src/index.js';
import { ALL_CAPABILITIES, answerRequests } from './answer-requests.js';
import { runContext } from './run-context.js';

const SERVER = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'));

const image = { type: 'image', image: expect.stringMatching(/^data:image\/png;base64,iV/) };
const text = (value: RegExp | string): object => ({ type: 'text', text: expect.stringMatching(value) });

/** The input and the result of each tool that the server lists. The last six need a capability of the client. */
const CALLS: ReadonlyArray<readonly [name: string, input: Record<string, unknown>, output: unknown]> = [
  ['echo', { message: 'hello' }, 'Echo: hello'],
  ['get-annotated-message', { messageType: 'error', includeImage: true }, [text(/^Error: Operation failed$/), image]],
  ['get-env', {}, expect.stringContaining('"LMUX_MCP_TEST": "of the test"')],
  ['get-resource-links', { count: 1 }, expect.stringMatching(/\[link to a resource, demo:\/\/.+, Blob Resource 1,/)],
  ['get-resource-reference', { resourceType: 'Text', resourceId: 1 }, expect.stringMatching(/Resource 1:\n.+\n/)],
  ['get-structured-content', { location: 'Chicago' }, expect.stringContaining('"temperature":36')],
  ['get-sum', { a: 2, b: 3 }, 'The sum of 2 and 3 is 5.'],
  ['get-tiny-image', {}, [text('the image you requested'), image, text('MCP logo')]],
  [
    'gzip-file-as-resource',
    { name: 'a.gz', data: 'data:text/plain,hello', outputType: 'resource' },
    expect.stringMatching(/^\[resource, demo:\/\/.+a\.gz, application\/gzip, \d+ bytes, not shown\]$/),
  ],
  ['toggle-simulated-logging', {}, expect.stringContaining('Started simulated')],
  ['toggle-subscriber-updates', {}, expect.stringContaining('Started simulated')],
  ['trigger-long-running-operation', { duration: 1, steps: 2 }, expect.stringContaining('Steps: 2')],
  ['simulate-research-query', { topic: 'python' }, expect.stringContaining('# Research Report: python')],
  ['get-roots-list', {}, expect.stringContaining('file:///example')],
  ['trigger-elicitation-request', {}, expect.stringContaining('Ada')],
  ['trigger-url-elicitation', { url: 'https://example.com' }, expect.stringContaining('"action": "accept"')],
  ['trigger-sampling-request', { prompt: 'Hi' }, expect.stringContaining('a sampled text')],
  ['trigger-sampling-request-async', { prompt: 'Hi' }, expect.stringContaining('a sampled text')],
  ['trigger-elicitation-request-async', {}, expect.stringContaining('Ada')],
];

/** Starts the server as a process, which ends after the test. */
async function everything(hasCapabilities: boolean): Promise<Client> {
  const taskStore = new InMemoryTaskStore();
  const options = hasCapabilities ? { capabilities: ALL_CAPABILITIES, taskStore } : {};
  const client = new Client({ name: 'test', version: '1.0.0' }, options);
  if (hasCapabilities) answerRequests(client, taskStore);
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [SERVER, 'stdio'],
    env: { LMUX_MCP_TEST: 'of the test' },
    stderr: 'ignore',
  });
  closeAfterTest(client);
  await client.connect(transport);
  return client;
}

const byName = (tools: readonly McpTool[], name: string): McpTool => {
  const tool = tools.find((listed) => listed.name === name);
  if (tool === undefined) throw new Error(`The server does not list "${name}".`);
  return tool;
};

describe.each([
  ['with no capabilities', false, CALLS.slice(0, -6)],
  ['with all capabilities', true, CALLS],
] as const)('server-everything for a client %s', (_name, hasCapabilities, calls) => {
  test('lists tools that can all be called, and reports their progress', async () => {
    const mcp = closeAfterTest(await mcpTools(await everything(hasCapabilities)));
    const names = calls.map(([name]) => name);
    // The server adds tools that need a capability after it has connected.
    await vi.waitFor(async () => {
      expect((await mcp.tools()).map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    });
    const tools = await mcp.tools();
    const contexts = new Map(names.map((name) => [name, runContext()]));
    const outputs = await Promise.all(
      calls.map(async ([name, input]) => {
        const context = contexts.get(name) ?? runContext();
        return [name, await byName(tools, name).run(input, context)] as const;
      }),
    );
    expect(Object.fromEntries(outputs)).toEqual(Object.fromEntries(calls.map(([name, , output]) => [name, output])));
    expect(contexts.get('trigger-long-running-operation')?.steps[0]).toMatchObject({ progress: 1, total: 2 });
    expect(contexts.get('simulate-research-query')?.steps).toContainEqual({ message: 'Generating report...' });
  });
});

test('invalid arguments are an error with the words of the server', async () => {
  const mcp = closeAfterTest(await mcpTools(await everything(false)));
  const sum = byName(await mcp.tools(), 'get-sum');
  await expect(sum.run({ a: 'two' }, runContext())).rejects.toThrow(/expected number/);
});
