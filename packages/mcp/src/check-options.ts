import { isLmError, LmError } from '@lmux/core';
import type { CallOptions } from './call-tool.js';
import type { McpClient, McpToolInfo } from './mcp-client.js';
import { MAX_TIMEOUT_MS } from './run-limited.js';

const PREFIX = /^[\w-]{0,32}$/;

/** As in the SDK. */
const DEFAULT_TIMEOUT_MS = 60_000;

const NAMES = ['include', 'prefix', 'timeoutMs', 'images', 'signal'];

/** The options of `mcpTools`, checked and with their defaults. */
export interface CheckedOptions extends CallOptions {
  readonly names: readonly string[] | undefined;
  readonly isIncluded: (tool: McpToolInfo) => boolean;
  readonly prefix: string;
}

/** Returns a value as it is shown in a message. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 64));
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'a list';
  return value === undefined ? 'nothing' : `a value of the type ${typeof value}`;
}

function invalid(message: string): LmError {
  return new LmError('invalid_request', message);
}

/**
 * Checks the arguments of `mcpTools`.
 *
 * @throws `invalid_request` if one is invalid.
 */
export function checkOptions(
  client: unknown,
  options: {
    readonly include?: unknown;
    readonly prefix?: unknown;
    readonly timeoutMs?: unknown;
    readonly images?: unknown;
  },
): CheckedOptions {
  if (typeof (client as Partial<McpClient> | null | undefined)?.listTools !== 'function') {
    throw invalid(
      `The first argument of mcpTools() must be an MCP client; received ${shown(client)}. Pass a "Client" of @modelcontextprotocol/sdk.`,
    );
  }
  // An unknown filter would let every tool through.
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw invalid(`Unknown option ${shown(unknown)} of mcpTools(). Use ${NAMES.join(', ')}.`);
  const { include, prefix = '', timeoutMs = DEFAULT_TIMEOUT_MS, images = true } = options;
  const isList = Array.isArray(include) && include.every((name) => typeof name === 'string');
  if (include !== undefined && !isList && typeof include !== 'function') {
    throw invalid(
      `"include" must be a list of names or a function; received ${shown(include)}. Pass the names as the MCP server lists them.`,
    );
  }
  if (typeof prefix !== 'string' || !PREFIX.test(prefix)) {
    throw invalid(
      `"prefix" must be at most 32 letters, digits, "_" and "-"; received ${shown(prefix)}. Pass a text such as "files_".`,
    );
  }
  if (typeof timeoutMs !== 'number' || !Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    throw invalid(
      `"timeoutMs" must be an integer from 1 to ${MAX_TIMEOUT_MS}; received ${shown(timeoutMs)}. Pass a time in milliseconds.`,
    );
  }
  if (typeof images !== 'boolean') {
    throw invalid(
      `"images" must be true or false; received ${shown(images)}. Pass false if the model does not support images.`,
    );
  }
  const names = isList ? (include as readonly string[]) : undefined;
  const isIncluded =
    typeof include === 'function'
      ? (tool: McpToolInfo): boolean => callInclude(include as (tool: McpToolInfo) => unknown, tool)
      : ({ name }: McpToolInfo): boolean => names === undefined || names.includes(name);
  return { names, isIncluded, prefix, timeoutMs, images };
}

/**
 * Returns the result of `include`. A promise counts as true, so that the list of an asynchronous function would let every tool through. An error of lmux is
 * passed on.
 */
function callInclude(include: (tool: McpToolInfo) => unknown, tool: McpToolInfo): boolean {
  let result: unknown;
  try {
    result = include(tool);
  } catch (cause) {
    if (isLmError(cause)) throw cause;
    const kind = cause instanceof Error ? cause.name : typeof cause;
    const problem = `"include" threw an error (${kind}) instead of returning true or false.`;
    throw new LmError('invalid_request', `${problem} Correct the function. The error is in "cause".`, { cause });
  }
  if (typeof result === 'boolean') return result;
  throw invalid(
    `"include" must return true or false for each tool; received ${shown(result)}. Do not return a promise.`,
  );
}
