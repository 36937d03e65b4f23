import { conformanceValues, type RouteFixtures } from '@lmux/core/testing';
import { modelFixtures } from './conformance-native-models.js';
import { events, pretty, type PlainResponse } from './support/responses.js';
import { chatResult, event as eventOf } from './support/script-server.js';

const { model, text, reasoning, usage, toolResults, responseId } = conformanceValues;

/** This API reports no finish reason. */
const UNTOLD = { finishReason: { unified: 'unknown' } } as const;

const ID = { model_instance_id: model };
const STATS = {
  input_tokens: usage.inputTokens,
  total_output_tokens: usage.outputTokens,
  reasoning_output_tokens: 0,
  tokens_per_second: 43.73,
  time_to_first_token_seconds: 0.781,
};
const [{ toolCall, output }] = toolResults;
const TOOL = { tool: toolCall.name, provider_info: { type: 'plugin', plugin_id: 'mcp/conformance' } };
const CALLED = { ...TOOL, arguments: toolCall.input };
/** The output of most tools: content blocks as a JSON string. */
const BLOCKS = JSON.stringify([{ type: 'text', text: output }]);
const FAILED = { reason: 'Cannot find tool "translte".', metadata: { type: 'invalid_name', tool_name: 'translte' } };

function result(more: object = {}): object {
  return chatResult(text, { ...ID, stats: STATS, ...more });
}

function event(type: string, payload: object = {}): string {
  return eventOf(type, { type, ...payload });
}

function refusal(status: number, message: string, more: object = {}): PlainResponse {
  return pretty({ error: { message, type: 'invalid_request', code: null, param: null, ...more } }, status);
}

const START = event('chat.start', ID);
const LOAD = [
  event('model_load.start', ID),
  ...[0, 0.5, 1].map((progress) => event('model_load.progress', { ...ID, progress })),
  event('model_load.end', { ...ID, load_time_seconds: 2.5 }),
];
const PROMPT = [
  event('prompt_processing.start'),
  ...[0.25, 1].map((progress) => event('prompt_processing.progress', { progress })),
  event('prompt_processing.end'),
];
const THOUGHT = [
  event('reasoning.start'),
  event('reasoning.delta', { content: reasoning.slice(0, 9) }),
  event('reasoning.delta', { content: reasoning.slice(9) }),
  event('reasoning.end'),
];
const SAID = [
  event('message.start'),
  event('message.delta', { content: text.slice(0, 9) }),
  event('message.delta', { content: text.slice(9) }),
  event('message.end'),
];
const CALL = [event('tool_call.start', TOOL), event('tool_call.arguments', CALLED)];
const ERROR = event('error', { error: { type: 'internal_error', message: 'the machine broke' } });

function end(more: object = {}): string {
  return event('chat.end', { result: result(more) });
}

/** The same events as some builds send them: empty payloads, and a duplicate end event. */
const BARE = [
  START,
  eventOf('prompt_processing.start', {}),
  eventOf('prompt_processing.end', {}),
  eventOf('prompt_processing.end', {}),
  eventOf('message.start', {}),
  ...SAID.slice(1, -1),
  eventOf('message.end', {}),
  end({ stats: undefined }),
];

/** Responses of LM Studio's own API. */
export const native: RouteFixtures = {
  chat: [
    { ...pretty(result()), expect: UNTOLD },
    {
      ...pretty(
        result({
          output: [
            { type: 'reasoning', content: reasoning },
            { type: 'message', content: text.slice(0, 9) },
            { type: 'tool_call', ...CALLED, output },
            { type: 'invalid_tool_call', ...FAILED },
            { type: 'message', content: text.slice(9) },
          ],
        }),
      ),
      expect: { ...UNTOLD, reasoning, toolResults: [toolResults[0], { failure: FAILED.reason }] },
    },
    { ...pretty(result({ stats: undefined, response_id: undefined })), expect: { ...UNTOLD, usage: undefined } },
  ],
  'chat/stateful': { ...pretty(result({ response_id: responseId })), expect: UNTOLD },
  'chat.stream': [
    { ...events(START, ...LOAD, ...PROMPT, ...SAID, end()), expect: UNTOLD },
    { ...events(...BARE), expect: { ...UNTOLD, usage: undefined } },
    // Only `chat.end` with the complete output, then a JSON response to a streamed request.
    { ...events(START, end()), expect: UNTOLD },
    { ...pretty(result()), expect: UNTOLD },
  ],
  'chat.stream/reasoning': { ...events(START, ...PROMPT, ...THOUGHT, ...SAID, end()), expect: UNTOLD },
  'chat.stream/length': events(START, ...SAID, end({ stats: { ...STATS, total_output_tokens: 3 } })),
  'chat.stream/error': [
    events(START, ...SAID, ERROR, end()),
    events(START, ...SAID.slice(0, 2), ERROR),
    {
      ...events(
        START,
        ...SAID.slice(0, 2),
        event('error', { error: { type: 'unknown', message: 'Context size has been exceeded.' } }),
        end(),
      ),
      expect: { code: 'context_overflow' },
    },
  ],
  'chat.stream/load': [
    events(START, ...LOAD, ...PROMPT, ...SAID, end({ stats: { ...STATS, model_load_time_seconds: 2.5 } })),
    events(...LOAD.map((each) => each.replaceAll(/"model_instance_id":"[^"]*",/g, '')), ...SAID, end()),
  ],
  'chat.stream/prompt': events(START, ...PROMPT, ...SAID, end()),
  'chat.stream/integrations': [
    events(START, ...PROMPT, ...CALL, event('tool_call.success', { ...CALLED, output }), ...PROMPT, ...SAID, end()),
    {
      ...events(
        START,
        ...SAID.slice(0, 2),
        event('message.end'),
        event('tool_call.start', TOOL),
        event('tool_call.failure', FAILED),
        ...PROMPT,
        ...CALL,
        event('tool_call.success', { ...CALLED, output: BLOCKS }),
        ...SAID.slice(2),
        end(),
      ),
      expect: { toolResults: [{ failure: FAILED.reason }, { toolCall, output: BLOCKS }] },
    },
  ],
  ...modelFixtures,
  'error/unknown-model': [
    refusal(404, 'Invalid model identifier "x".', { code: 'model_not_found', param: 'model' }),
    pretty({ error: { type: 'model_not_found', message: 'Model "x" not found in downloaded models' } }, 404),
  ],
  'error/unauthorized': refusal(401, 'An LM Studio API token is required to make requests to this server.', {
    code: 'invalid_api_key',
  }),
  'error/context-overflow': [
    refusal(500, 'the request exceeds the available context size {"error":{"type":"exceed_context_size_error"}}'),
    pretty({ error: 'Context size has been exceeded.' }, 400),
  ],
  'error/rate-limited': { none: 'LM Studio queues requests that it cannot serve immediately.' },
};
