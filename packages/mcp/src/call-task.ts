import { LmError } from '@lmux/core';
import { type Fields, isFields, textField } from './json-fields.js';
import type { McpClient, McpRequestOptions } from './mcp-client.js';

/** Maximum time in milliseconds for the request that cancels a task. */
const CANCEL_TIMEOUT_MS = 10_000;

/** The functions for tasks of the SDK. */
interface Tasks {
  callToolStream(params: object, schema: undefined, options: object): AsyncIterable<unknown>;
  cancelTask(taskId: string, options: McpRequestOptions): Promise<unknown>;
}

/** An MCP client that may support tasks. They are experimental in the SDK, and exist since version 1.24. */
export interface McpTaskClient extends McpClient {
  readonly experimental?: { readonly tasks?: Tasks };
}

/**
 * Calls a tool that the MCP server runs as a task, and returns its result. When the signal is aborted, the task is canceled at the server.
 *
 * @param report Called with each new status of the task.
 * @throws `capability_unsupported` if the client does not support tasks, and the error that the server sent if the task failed.
 */
export async function callTask(
  client: McpTaskClient,
  call: string,
  params: object,
  options: McpRequestOptions,
  report: (step: { readonly message: string }) => void,
): Promise<unknown> {
  const tasks = client.experimental?.tasks;
  if (tasks === undefined) {
    throw new LmError(
      'capability_unsupported',
      `${call} failed: the server runs this tool only as a task, which the MCP client does not support. Use a client of @modelcontextprotocol/sdk 1.24 or a later 1.x version, or leave the tool out with "include".`,
    );
  }
  let taskId: string | undefined;
  const cancel = (): void => {
    if (taskId === undefined) return;
    // The task may be over, and the connection closed. Nobody waits for the response.
    tasks.cancelTask(taskId, { timeout: CANCEL_TIMEOUT_MS }).catch(() => undefined);
  };
  options.signal?.addEventListener('abort', cancel, { once: true });
  try {
    let status: string | undefined;
    for await (const step of tasks.callToolStream(params, undefined, { ...options, task: {} })) {
      if (!isFields(step)) continue;
      if (step['type'] === 'result') return step['result'];
      if (step['type'] === 'error') throw step['error'];
      const task: Fields = isFields(step['task']) ? step['task'] : {};
      taskId = textField(task['taskId']) ?? taskId;
      if (options.signal?.aborted) return undefined;
      const message = textField(task['statusMessage']) ?? textField(task['status']);
      if (message !== undefined && message !== status) report({ message });
      status = message ?? status;
    }
  } finally {
    options.signal?.removeEventListener('abort', cancel);
  }
  throw new LmError('unexpected_response', `${call} ended without a result. Update or report the MCP client.`);
}
