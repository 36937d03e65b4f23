import { InMemoryTaskStore } from '@modelcontextprotocol/sdk/experimental/tasks/index.js';
import { closeAfterTest } from '@lmux/test-support';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type McpTool, mcpTools } from '../src/index.js';
import { connectServer, type ServerParts } from './connect-server.js';
import { runContext } from './run-context.js';

const LIST = {
  tools: [{ name: 'research', inputSchema: { type: 'object' }, execution: { taskSupport: 'required' } }],
};

/** Connects to a server that runs a tool as a task, which `work` ends. */
async function taskTool(
  work: (taskId: string, tasks: InMemoryTaskStore) => unknown,
  timeoutMs?: number,
): Promise<{ tool: McpTool; tasks: InMemoryTaskStore }> {
  const tasks = new InMemoryTaskStore();
  onTestFinished(() => tasks.cleanup());
  const call: ServerParts['call'] = async (_params, { taskStore }) => {
    const task = await taskStore?.createTask({ ttl: 60_000, pollInterval: 10 });
    await work(task?.taskId ?? '', tasks);
    return { task };
  };
  const capabilities = { tools: {}, tasks: { cancel: {}, requests: { tools: { call: {} } } } };
  const { client } = await connectServer({ list: () => LIST, call, server: { capabilities, taskStore: tasks } });
  const [tool] = await closeAfterTest(await mcpTools(client, { timeoutMs })).tools();
  if (tool === undefined) throw new Error('The server lists no tool.');
  return { tool, tasks };
}

const statusOf = async (tasks: InMemoryTaskStore): Promise<unknown> => (await tasks.listTasks()).tasks[0]?.status;

test('the result of a task is the result of the tool', async () => {
  const { tool } = await taskTool((taskId, tasks) =>
    tasks.storeTaskResult(taskId, 'completed', { content: [{ type: 'text', text: 'found' }] }),
  );
  await expect(tool.run({}, runContext())).resolves.toBe('found');
});

test('a task that fails is an error', async () => {
  const { tool } = await taskTool((taskId, tasks) => tasks.updateTaskStatus(taskId, 'failed', 'no sources'));
  await expect(tool.run({}, runContext())).rejects.toThrow(/^The call of the MCP tool "research" failed: .+ failed$/);
});

test('a task is canceled at the server when its call is aborted', async () => {
  const controller = new AbortController();
  const { tool, tasks } = await taskTool(() => undefined);
  const context = { ...runContext(controller.signal), progress: () => controller.abort() };
  await expect(tool.run({}, context)).rejects.toMatchObject({ code: 'aborted' });
  await vi.waitFor(async () => expect(await statusOf(tasks)).toBe('cancelled'));
});

test('a task is canceled at the server when it makes no progress in time', async () => {
  const { tool, tasks } = await taskTool(() => undefined, 50);
  await expect(tool.run({}, runContext())).rejects.toMatchObject({ code: 'total_timeout' });
  await vi.waitFor(async () => expect(await statusOf(tasks)).toBe('cancelled'));
});

test('a client without tasks cannot call a tool that is a task', async () => {
  const client = {
    transport: {},
    listTools: () => Promise.resolve(LIST),
    callTool: () => Promise.resolve({ content: [] }),
  };
  const [tool] = await closeAfterTest(await mcpTools(client)).tools();
  await expect(tool?.run({}, runContext())).rejects.toMatchObject({ code: 'capability_unsupported' });
});
