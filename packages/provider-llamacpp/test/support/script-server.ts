import {
  scriptServer as startScriptServer,
  type Script,
  type ScriptedResponse,
  type ScriptedResponseBody,
  type ScriptServer,
} from '@lmux/test-support';

/** Creates an error response in llama-server's format. */
export function refusal(
  status: number,
  message: string,
  type = 'invalid_request_error',
  more: object = {},
): ScriptedResponseBody {
  return { status, body: { error: { code: status, message, type, ...more } } };
}

const UNKNOWN = refusal(404, 'File Not Found', 'not_found_error');

/** Starts a server that formats its responses as llama-server does. It is closed after the test. */
export function scriptServer(script: Script): Promise<ScriptServer> {
  return startScriptServer(script, { unknownRoute: () => UNKNOWN });
}

/** Creates an event stream of the given chunks. */
export function sse(...values: (object | '[DONE]')[]): ScriptedResponse {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const value of values)
      response.write(`data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`);
    response.end();
  };
}
