import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { describe, expect, test, vi } from 'vitest';
import * as oldest from 'mcp-sdk-1.13/client/index.js';

// Replaces the client of the newest SDK with that of the oldest supported version. The servers of the tests stay new.
vi.mock('@modelcontextprotocol/sdk/client/index.js', () => import('mcp-sdk-1.13/client/index.js'));
vi.mock('@modelcontextprotocol/sdk/client/streamableHttp.js', () => import('mcp-sdk-1.13/client/streamableHttp.js'));

test('uses the client of version 1.13.0', () => {
  expect(Client).toBe(oldest.Client);
});

describe.each(['call', 'chat', 'http', 'list', 'refresh', 'run-tools'])('on 1.13: %s.test.ts', async (name) => {
  await import(join(import.meta.dirname, `${name}.test.ts`));
});
