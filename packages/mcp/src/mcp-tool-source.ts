import { LmError } from '@lmux/core';
import type { CheckedOptions } from './check-options.js';
import { listTools } from './list-tools.js';
import { isConnected, type McpClient, type McpToolInfo } from './mcp-client.js';
import { createMcpTool, type McpTool } from './mcp-tool.js';
import { subscribeToToolList } from './tool-list-subscription.js';
import { toolNames } from './tool-names.js';

/** A list of the tools that is being read, and the state of the server that it shows. */
interface Refresh {
  readonly version: number;
  readonly tools: Promise<readonly McpTool[]>;
}

/** Maximum number of names in an error message. */
const MAX_SHOWN = 10;

/** Keeps the list of the tools of an MCP server up to date. */
export class McpToolSource {
  readonly #client: McpClient;
  readonly #options: CheckedOptions;
  readonly #closed = new AbortController();
  /** The connection that the subscription belongs to. */
  #transport: object | undefined;
  #unsubscribe: () => void = () => undefined;
  /** Increases whenever the tools may have changed. */
  #version = 0;
  #listedVersion = -1;
  #tools: readonly McpTool[] = [];
  #refresh: Refresh | undefined;

  constructor(client: McpClient, options: CheckedOptions) {
    this.#client = client;
    this.#options = options;
  }

  /** Lists the tools for the first time. A name in `include` that the server does not list is an error only here. */
  async start(signal: AbortSignal | undefined): Promise<void> {
    this.#subscribe();
    const version = this.#version;
    const infos = await listTools(this.#client, this.#options.timeoutMs, signal);
    const listed = new Set(infos.map(({ name }) => name));
    const missing = this.#options.names?.find((name) => !listed.has(name));
    if (missing !== undefined) throw unknownName(missing, [...listed]);
    this.#keep(infos, version);
  }

  async tools(): Promise<readonly McpTool[]> {
    if (this.#closed.signal.aborted) throw closedError();
    // Without a connection, each call of a tool says so. The list of now is the last one.
    if (isConnected(this.#client)) this.#subscribe();
    if (!isConnected(this.#client) || this.#listedVersion === this.#version) return this.#tools;
    // A list that was requested before the last change may not show it.
    if (this.#refresh?.version !== this.#version) {
      const refresh = { version: this.#version, tools: this.#list(this.#version) };
      this.#refresh = refresh;
      const end = (): void => {
        if (this.#refresh === refresh) this.#refresh = undefined;
      };
      refresh.tools.then(end, end);
    }
    return this.#refresh.tools;
  }

  close(): Promise<void> {
    this.#unsubscribe();
    this.#closed.abort(closedError());
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Subscribes to changes at the connection of now. The client may have been connected again. */
  #subscribe(): void {
    const { transport } = this.#client;
    if (transport === undefined || transport === this.#transport) return;
    this.#unsubscribe();
    this.#transport = transport;
    this.#version += 1;
    this.#unsubscribe = subscribeToToolList(transport, () => {
      this.#version += 1;
    });
  }

  async #list(version: number): Promise<readonly McpTool[]> {
    try {
      return this.#keep(await listTools(this.#client, this.#options.timeoutMs, this.#closed.signal), version);
    } catch (error) {
      throw this.#closed.signal.aborted ? closedError() : error;
    }
  }

  #keep(infos: readonly McpToolInfo[], version: number): readonly McpTool[] {
    // A slow list may end after a later one.
    if (version < this.#listedVersion) return this.#tools;
    const { isIncluded, prefix } = this.#options;
    const included = infos.filter(isIncluded);
    const names = toolNames(
      included.map(({ name }) => name),
      prefix,
    );
    this.#tools = included.map((info, index) =>
      createMcpTool(this.#client, info, names[index] ?? info.name, this.#options),
    );
    this.#listedVersion = version;
    return this.#tools;
  }
}

function closedError(): LmError {
  return new LmError(
    'closed',
    'The tools of the MCP server cannot be listed after close() was called. Call close() when they are no longer used, or call mcpTools() again.',
  );
}

function unknownName(name: string, listed: readonly string[]): LmError {
  const more = listed.length > MAX_SHOWN ? `, and ${listed.length - MAX_SHOWN} more` : '';
  const shown = listed.slice(0, MAX_SHOWN).map((known) => JSON.stringify(known.slice(0, 64)));
  return new LmError(
    'invalid_request',
    `"include" names ${JSON.stringify(name.slice(0, 64))}, which the MCP server does not list; it lists ${shown.join(', ') || 'no tools'}${more}. Correct the name, or pass a function if the tool appears later.`,
  );
}
