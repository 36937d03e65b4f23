import {
  scriptServer as startScriptServer,
  type Script,
  type ScriptedResponse,
  type ScriptServer,
} from '@lmux/test-support';

/** Returns LM Studio's response to an unknown path. */
export function unknownRoute(route: string): ScriptedResponse {
  return {
    status: route.includes(' /api/v1/') ? 404 : 200,
    body: { error: `Unexpected endpoint or method. (${route})` },
  };
}

/** Returns an event stream with these bytes. */
export function sse(bytes: string): ScriptedResponse {
  return { body: bytes, contentType: 'text/event-stream' };
}

/** Returns an event as LM Studio sends it. */
export function event(type: string, payload: unknown = { type }): string {
  return `event: ${type}\ndata: ${JSON.stringify(payload)}\n\n`;
}

/** Returns a result as it is in `chat.end` and in a complete response. */
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

/** Starts a server that formats its responses as LM Studio does. Closes it after the test. */
export function scriptServer(script: Script): Promise<ScriptServer> {
  return startScriptServer(script, { unknownRoute, headers: { 'x-powered-by': 'Express' }, indent: 2 });
}
