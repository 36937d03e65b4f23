import type { ServerResponse } from 'node:http';
import { closeAfterTest, HttpServer, sendJson } from '@lmux/test-support';
import { pageOf } from './connect-server.js';

/** A request of the client. Notifications have no id. */
export interface RpcRequest {
  readonly id?: number;
  readonly method: string;
  readonly params: { readonly protocolVersion?: string };
}

/** An MCP server over HTTP, and the headers of the requests that it has received. */
export interface HttpMcpServer {
  readonly url: URL;
  readonly headers: ReadonlyArray<Readonly<Record<string, unknown>>>;
}

/** Starts an MCP server over HTTP with one tool. `respond` replaces its response to one method. It is closed after the test. */
export async function listenHttp(
  replaced?: string,
  respond?: (response: ServerResponse, body: string) => void,
): Promise<HttpMcpServer> {
  const received: Readonly<Record<string, unknown>>[] = [];
  const server = closeAfterTest(
    await HttpServer.listen((response, { method, headers, body }) => {
      received.push(headers);
      if (method !== 'POST') return void response.writeHead(405).end();
      const { id, method: rpcMethod, params } = JSON.parse(body) as RpcRequest;
      if (rpcMethod === replaced) return respond?.(response, body);
      if (id === undefined) return void response.writeHead(202).end();
      const info = { serverInfo: { name: 's', version: '1.0.0' }, capabilities: { tools: {} } };
      const result = rpcMethod === 'initialize' ? { protocolVersion: params.protocolVersion, ...info } : pageOf('echo');
      sendJson(response, { jsonrpc: '2.0', id, result });
    }),
  );
  return { url: new URL(`${server.url}/mcp`), headers: received };
}
