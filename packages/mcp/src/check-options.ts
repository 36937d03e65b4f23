import { LmError } from '@lmux/core';
import type { McpClient, McpToolInfo } from './mcp-client.js';
import { MAX_TIMEOUT_MS } from './run-limited.js';

const PREFIX = /^[\w-]{0,32}$/;

/** As in the SDK. */
const DEFAULT_TIMEOUT_MS = 60_000;

/** The options of `mcpTools`, checked and with their defaults. */
export interface CheckedOptions {
  readonly names: readonly string[] | undefined;
  readonly isIncluded: (tool: McpToolInfo) => boolean;
  readonly prefix: string;
  readonly timeoutMs: number;
}

function invalid(field: string, expected: string, received: unknown, hint: string): LmError {
  const shown = typeof received === 'string' ? JSON.stringify(received.slice(0, 64)) : kindOf(received);
  return new LmError('invalid_request', `${field} must be ${expected}; received ${shown}. ${hint}`);
}

function kindOf(value: unknown): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'a list';
  return value === undefined ? 'nothing' : `a value of the type ${typeof value}`;
}

/**
 * Checks the arguments of `mcpTools`.
 *
 * @throws `invalid_request` if one is invalid.
 */
export function checkOptions(
  client: unknown,
  options: { readonly include?: unknown; readonly prefix?: unknown; readonly timeoutMs?: unknown },
): CheckedOptions {
  if (typeof (client as Partial<McpClient> | null | undefined)?.listTools !== 'function') {
    throw invalid(
      'The first argument of mcpTools()',
      'an MCP client',
      client,
      'Pass a "Client" of @modelcontextprotocol/sdk.',
    );
  }
  const { include, prefix = '', timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const isList = Array.isArray(include) && include.every((name) => typeof name === 'string');
  if (include !== undefined && !isList && typeof include !== 'function') {
    throw invalid(
      '"include"',
      'a list of names or a function',
      include,
      'Pass the names as the MCP server lists them.',
    );
  }
  if (typeof prefix !== 'string' || !PREFIX.test(prefix)) {
    throw invalid('"prefix"', 'at most 32 letters, digits, "_" and "-"', prefix, 'Pass a text such as "files_".');
  }
  if (typeof timeoutMs !== 'number' || !Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    throw invalid(
      '"timeoutMs"',
      `a whole number from 1 to ${MAX_TIMEOUT_MS}`,
      timeoutMs,
      'Pass a time in milliseconds.',
    );
  }
  const names = isList ? (include as readonly string[]) : undefined;
  const isIncluded =
    typeof include === 'function'
      ? (tool: McpToolInfo): boolean => Boolean(include(tool))
      : ({ name }: McpToolInfo): boolean => names === undefined || names.includes(name);
  return { names, isIncluded, prefix, timeoutMs };
}
