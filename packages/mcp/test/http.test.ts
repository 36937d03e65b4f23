import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { closeAfterTest, rejectionOf, sendJson } from '@lmux/test-support';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect, test } from 'vitest';
import { mcpTools } from '../src/index.js';
import { listenHttp, type RpcRequest } from './listen-http.js';
import { runContext } from './run-context.js';

/** Connects to an MCP server over HTTP, which `respond` replaces for one method. */
async function httpClient(
  replaced: string,
  respond: (response: ServerResponse, body: string) => void,
): Promise<Client> {
  const { url } = await listenHttp(replaced, respond);
  const client = closeAfterTest(new Client({ name: 'test', version: '1.0.0' }));
  await client.connect(new StreamableHTTPClientTransport(url));
  return client;
}

test.each<[kind: string, code: string, message: RegExp, respond: (response: ServerResponse, body: string) => void]>([
  ['that is rejected with 401', 'authentication', /credentials/, (response, body) => response.writeHead(401).end(body)],
  ['that is rejected with 403', 'permission_denied', /HTTP 403/, (response, body) => response.writeHead(403).end(body)],
  ['whose session is over', 'connection_failed', /HTTP 404/, (response, body) => response.writeHead(404).end(body)],
  [
    'that a proxy cannot pass on',
    'connection_failed',
    /HTTP 502/,
    (response, body) => response.writeHead(502).end(body),
  ],
  ['whose connection is reset', 'connection_failed', /connect the MCP client again/, (response) => response.destroy()],
  [
    'whose result has another form',
    'unexpected_response',
    /Update or report/,
    (response, body) => {
      const { id } = JSON.parse(body) as RpcRequest;
      sendJson(response, { jsonrpc: '2.0', id, result: { content: { echoed: body } } });
    },
  ],
])('a call $0 has the code $1, and no part of the request', async (_kind, code, message, respond) => {
  const [tool] = await closeAfterTest(await mcpTools(await httpClient('tools/call', respond))).tools();
  const error = await rejectionOf(Promise.resolve(tool?.run({ text: 'canary-3' }, runContext())));
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(inspect(error, { depth: 9 })).not.toContain('canary');
});

test.each<[kind: string, code: string, respond: (response: ServerResponse) => void]>([
  ['that is rejected with 401', 'authentication', (response) => response.writeHead(401).end()],
  ['that is rejected with 403', 'permission_denied', (response) => response.writeHead(403).end()],
  ['whose connection is reset', 'connection_failed', (response) => response.destroy()],
])('a list $0 has the code $1', async (_kind, code, respond) => {
  await expect(mcpTools(await httpClient('tools/list', respond))).rejects.toMatchObject({ code });
});
