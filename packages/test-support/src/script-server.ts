import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { closeAfterTest } from './close-after-test.js';
import { HttpServer } from './http-server.js';

/** A received request. */
export interface ScriptedRequest {
  /** `METHOD /path`. */
  readonly route: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON, `undefined` if there was no body. */
  readonly body: unknown;
}

/** A response as data. A string is sent unchanged and anything else as JSON. */
export interface ScriptedResponseBody {
  readonly status?: number;
  readonly body: unknown;
  readonly contentType?: string;
}

/** A response, or a function that returns one or writes to the response itself. */
export type ScriptedResponse =
  | ScriptedResponseBody
  | ((response: ServerResponse, request: ScriptedRequest) => ScriptedResponse | void);

/** Responses by `METHOD /path`, or one function for all requests. */
export type Script =
  | Readonly<Record<string, ScriptedResponse>>
  | ((request: ScriptedRequest, response: ServerResponse) => ScriptedResponse | undefined);

/** The properties of a server's responses. */
export interface ScriptServerOptions {
  /** The response to a route that is not in the script. */
  readonly unknownRoute: (route: string) => ScriptedResponse;
  /** Headers of every response. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Number of spaces for indenting JSON. Default 0. */
  readonly indent?: number;
}

/** A running server. */
export interface ScriptServer {
  readonly url: string;
  readonly requests: ScriptedRequest[];
}

/** Encodes values as NDJSON. */
export function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** Starts a server that responds according to a script. It is closed after the test. */
export async function scriptServer(script: Script, options: ScriptServerOptions): Promise<ScriptServer> {
  const { unknownRoute, headers = {}, indent = 0 } = options;
  const requests: ScriptedRequest[] = [];

  const send = (response: ServerResponse, request: ScriptedRequest, scripted: ScriptedResponse | void): void => {
    if (scripted === undefined) return;
    if (typeof scripted === 'function') {
      send(response, request, scripted(response, request));
      return;
    }
    const { status = 200, body, contentType = 'application/json; charset=utf-8' } = scripted;
    response.writeHead(status, { ...headers, 'content-type': contentType });
    response.end(typeof body === 'string' ? body : JSON.stringify(body, null, indent));
  };

  const { url } = closeAfterTest(
    await HttpServer.listen((response, { method, path, headers: sent, body }) => {
      const route = `${method} ${path}`;
      const request = { route, headers: sent, body: body === '' ? undefined : JSON.parse(body) };
      requests.push(request);
      const scripted =
        typeof script === 'function' ? script(request, response) : (script[route] ?? unknownRoute(route));
      send(response, request, scripted);
    }),
  );
  return { url, requests };
}
