import type { Client, ClientOptions } from '@modelcontextprotocol/sdk/client/index.js';
import type { InMemoryTaskStore } from '@modelcontextprotocol/sdk/experimental/tasks/index.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  type Result,
} from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';
import type { CallExtra } from './connect-server.js';

/** Everything that a tool may request from a client. */
export const ALL_CAPABILITIES: NonNullable<ClientOptions['capabilities']> = {
  roots: {},
  sampling: {},
  elicitation: { form: {}, url: {} },
  tasks: { requests: { sampling: { createMessage: {} }, elicitation: { create: {} } } },
};

/** Returns a result as it is, or as a task that is already completed if the server requests one. */
async function completed(task: object | undefined, { taskStore }: CallExtra, result: Result): Promise<Result> {
  if (task === undefined || taskStore === undefined) return result;
  const created = await taskStore.createTask({ pollInterval: 10 });
  await taskStore.storeTaskResult(created.taskId, 'completed', result);
  return { task: await taskStore.getTask(created.taskId) };
}

/** Makes a client answer all requests of a server, as an application with a user and a model would. */
export function answerRequests(client: Client, tasks: InMemoryTaskStore): void {
  onTestFinished(() => tasks.cleanup());
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///example' }] }));
  client.setRequestHandler(ElicitRequestSchema, ({ params }, extra) =>
    completed(params.task, extra, { action: 'accept', content: { name: 'Ada' } }),
  );
  client.setRequestHandler(CreateMessageRequestSchema, ({ params }, extra) =>
    completed(params.task, extra, {
      model: 'test',
      role: 'assistant',
      content: { type: 'text', text: 'a sampled text' },
    }),
  );
}
