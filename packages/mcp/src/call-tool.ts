import type { ToolRunContext } from '@lmux/tools';
import { callTask } from './call-task.js';
import { convertResult, type McpToolOutput } from './convert-result.js';
import type { Fields } from './json-fields.js';
import { isConnected, type McpClient, type McpRequestOptions, type McpToolInfo } from './mcp-client.js';
import { callError, notConnected } from './mcp-errors.js';
import { MAX_TIMEOUT_MS, runLimited } from './run-limited.js';

/** Progress of an MCP tool, as `runTools` passes it to the application. */
export interface McpToolProgress {
  /** Progress so far. Absent for a status of a task. */
  readonly progress?: number | undefined;
  /** Value of `progress` at the end, if the server knows it. */
  readonly total?: number | undefined;
  /** Description of the progress. */
  readonly message?: string | undefined;
}

/** The options of `mcpTools` for its calls. */
export interface CallOptions {
  readonly timeoutMs: number;
  readonly images: boolean;
}

/**
 * Calls a tool of an MCP server and returns its result for the model.
 *
 * @throws An `Error` with the text that the server sent if it refused the call or the tool failed, `aborted`, `total_timeout`,
 * `connection_failed`, `authentication`, `permission_denied`, `unexpected_response`, or `capability_unsupported` if the client cannot run tasks.
 */
export async function callTool(
  client: McpClient,
  { name, execution }: McpToolInfo,
  { timeoutMs, images }: CallOptions,
  input: Fields,
  { signal, progress }: Pick<ToolRunContext, 'signal' | 'progress'>,
): Promise<McpToolOutput> {
  const call = `The call of the MCP tool ${JSON.stringify(name.slice(0, 64))}`;
  if (!isConnected(client)) throw notConnected();
  const { transport } = client;
  const params = { name, arguments: { ...input } };
  let result: unknown;
  try {
    result = await runLimited({ client, call, signal, timeoutMs }, ({ signal: ended, restartTime }) => {
      const report = (step: McpToolProgress): void => {
        if (ended.aborted) return;
        restartTime();
        progress(step);
      };
      const options: McpRequestOptions = {
        signal: ended,
        // lmux limits the time itself, so that an error of the server does not look like a timeout.
        timeout: MAX_TIMEOUT_MS,
        onprogress: ({ progress: done, total, message }) => report({ progress: done, total, message }),
      };
      if (execution?.taskSupport === 'required') return callTask(client, call, params, options, report);
      return request(client, params, options);
    });
  } catch (error) {
    throw callError(call, error, client.transport === transport);
  }
  return convertResult(call, result, images);
}

interface FirstVersion {
  callTool(params: object, schema: undefined, options: McpRequestOptions): Promise<unknown>;
}

interface SecondVersion {
  callTool(params: object, options: McpRequestOptions): Promise<unknown>;
  listen(): unknown;
}

function isSecondVersion(client: FirstVersion | SecondVersion): client is SecondVersion {
  return 'listen' in client;
}

/** Calls a tool with either version of the SDK. In the first, the schema of the result is the second argument. */
function request(client: McpClient, params: object, options: McpRequestOptions): Promise<unknown> {
  const known = client as FirstVersion | SecondVersion;
  return isSecondVersion(known) ? known.callTool(params, options) : known.callTool(params, undefined, options);
}
