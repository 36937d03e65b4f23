import {
  jsonLines,
  scriptServer as startScriptServer,
  type Script,
  type ScriptedResponse,
  type ScriptServer,
} from '@lmux/test-support';

/** Ollama's response to an unknown path. */
const UNKNOWN_ROUTE: ScriptedResponse = { status: 404, body: '404 page not found', contentType: 'text/plain' };

/** Creates a response of newline-delimited JSON. */
export function ndjson(...values: object[]): ScriptedResponse {
  return { body: jsonLines(values), contentType: 'application/x-ndjson' };
}

/** Creates a line of a chat. */
export function piece(content: string, more: object = {}): object {
  return {
    model: 'm',
    created_at: '2026-11-22T13:17:28.4Z',
    message: { role: 'assistant', content, ...more },
    done: false,
  };
}

/** Creates the last line of a chat, which is also a complete response without streaming. */
export function lastPiece(content = '', more: object = {}): Record<string, unknown> {
  return {
    ...piece(content),
    done: true,
    done_reason: 'stop',
    total_duration: 3e9,
    load_duration: 5e8,
    prompt_eval_count: 12,
    prompt_eval_duration: 1e9,
    eval_count: 7,
    eval_duration: 1e9,
    ...more,
  };
}

/** Starts a server that formats its responses as Ollama does. It is closed after the test. */
export function scriptServer(script: Script): Promise<ScriptServer> {
  return startScriptServer(script, { unknownRoute: () => UNKNOWN_ROUTE });
}
