import {
  scriptServer as startScriptServer,
  type Script,
  type ScriptedResponse,
  type ScriptServer,
} from '@lmux/test-support';

/** What LM Studio says on a path that it does not know. */
export function unknownRoute(route: string): ScriptedResponse {
  return {
    status: route.includes(' /api/v1/') ? 404 : 200,
    body: { error: `Unexpected endpoint or method. (${route})` },
  };
}

/** An event stream of these bytes. */
export function sse(bytes: string): ScriptedResponse {
  return { body: bytes, contentType: 'text/event-stream' };
}

/** An event as LM Studio writes it. */
export function event(type: string, payload: unknown = { type }): string {
  return `event: ${type}\ndata: ${JSON.stringify(payload)}\n\n`;
}

/** A result as `chat.end` and a whole answer have it. */
export function chatResult(content = 'Hi', more: object = {}): Record<string, unknown> {
  return {
    model_instance_id: 'qwen/qwen3-4b',
    output: [{ type: 'message', content }],
    stats: {
      input_tokens: 12,
      total_output_tokens: 7,
      reasoning_output_tokens: 0,
      tokens_per_second: 43.73,
      time_to_first_token_seconds: 0.781,
    },
    response_id: 'resp_02b2017dbc06c12bfc353a2ed6c2b802f8cc682884bb5716',
    ...more,
  };
}

/** Starts a server that writes its responses as LM Studio does. It is closed after the test. */
export function scriptServer(script: Script): Promise<ScriptServer> {
  return startScriptServer(script, { unknownRoute, headers: { 'x-powered-by': 'Express' }, indent: 2 });
}
