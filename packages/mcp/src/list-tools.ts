import { LmError } from '@lmux/core';
import { isFields } from './json-fields.js';
import { isConnected, type McpClient, type McpToolInfo } from './mcp-client.js';
import { listError, notConnected } from './mcp-errors.js';
import { MAX_TIMEOUT_MS, runLimited } from './run-limited.js';

/** Maximum number of pages. A cursor may never end. */
const MAX_PAGES = 100;

/** Maximum number of tools. Far more than a model can choose from. */
const MAX_TOOLS = 10_000;

/**
 * Returns all tools of an MCP server, each name once.
 *
 * @param timeoutMs Maximum time for one page.
 * @throws `connection_failed`, `total_timeout`, `aborted`, `limit_exceeded`, `server_error`, `unexpected_response`, `authentication` or
 * `permission_denied`.
 */
export async function listTools(
  client: McpClient,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<readonly McpToolInfo[]> {
  if (!isConnected(client)) throw notConnected();
  const capabilities = client.getServerCapabilities?.();
  // A server with only prompts or resources refuses the request.
  if (capabilities !== undefined && !('tools' in capabilities)) return [];
  const tools = new Map<string, McpToolInfo>();
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await listPage(client, cursor, timeoutMs, signal);
    for (const tool of page.tools) if (!tools.has(tool.name)) tools.set(tool.name, tool);
    if (tools.size > MAX_TOOLS) throw tooLong(`more than ${MAX_TOOLS.toLocaleString('en-US')} tools`);
    if (page.nextCursor === undefined) return [...tools.values()];
    if (seen.has(page.nextCursor)) throw tooLong('the same cursor twice');
    seen.add(page.nextCursor);
    cursor = page.nextCursor;
  }
  throw tooLong(`more than ${MAX_PAGES} pages`);
}

async function listPage(
  client: McpClient,
  cursor: string | undefined,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<{ readonly tools: readonly McpToolInfo[]; readonly nextCursor?: string | undefined }> {
  const { transport } = client;
  let page: unknown;
  try {
    page = await runLimited({ client, call: 'The list of the tools of the MCP server', signal, timeoutMs }, (limited) =>
      client.listTools(cursor === undefined ? undefined : { cursor }, {
        signal: limited.signal,
        timeout: MAX_TIMEOUT_MS,
        cacheMode: 'refresh',
      }),
    );
  } catch (error) {
    throw listError(error, client.transport === transport);
  }
  if (!isFields(page) || !Array.isArray(page['tools']) || !page['tools'].every(isToolInfo)) {
    throw new LmError(
      'unexpected_response',
      'The MCP server listed its tools in an unexpected form; expected "tools", a list of objects with the text "name" and the object "inputSchema". Update or report the MCP server.',
    );
  }
  const { nextCursor } = page;
  // Some servers send an empty cursor or `null` at the end.
  return {
    tools: page['tools'],
    nextCursor: typeof nextCursor === 'string' && nextCursor !== '' ? nextCursor : undefined,
  };
}

function isToolInfo(value: unknown): value is McpToolInfo {
  return isFields(value) && typeof value['name'] === 'string' && isFields(value['inputSchema']);
}

function tooLong(received: string): LmError {
  return new LmError(
    'limit_exceeded',
    `The list of the tools of the MCP server has ${received}; expected at most ${MAX_PAGES} pages with different cursors and ${MAX_TOOLS.toLocaleString('en-US')} tools. Report this to the author of the MCP server.`,
  );
}
