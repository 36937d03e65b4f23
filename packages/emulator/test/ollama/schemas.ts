import { COUNT, listOf, oneOf, shape, TEXT, TIME } from '../support/schema-shapes.js';
import type { Schema } from '../support/schema-shapes.js';

const HEAD = { model: TEXT, created_at: TIME };

const TOOL_CALL: Schema = shape({
  id: { type: 'string', pattern: '^call_\\w{8}$' },
  function: shape({ index: COUNT, name: TEXT, arguments: { type: 'object' } }),
});

const MESSAGE: Schema = shape(
  { role: oneOf('assistant'), content: TEXT },
  { thinking: TEXT, tool_calls: listOf(TOOL_CALL) },
);

/** Durations are integers in nanoseconds, and zeros are omitted. */
const METRICS = {
  total_duration: COUNT,
  load_duration: COUNT,
  prompt_eval_count: COUNT,
  prompt_eval_duration: COUNT,
  eval_count: COUNT,
  eval_duration: COUNT,
};

const DONE = { done: { const: true }, done_reason: oneOf('stop', 'length') };

const NOT_DONE = { done: { const: false } };

/** The response to a load or an unload has no metrics. */
const ONLY_LOADED = { done: { const: true }, done_reason: oneOf('load', 'unload') };

/** A line or the complete response of POST /api/chat. */
export const CHAT_LINE: Schema = {
  anyOf: [
    shape({ ...HEAD, message: MESSAGE, ...NOT_DONE }),
    shape({ ...HEAD, message: MESSAGE, ...DONE, ...METRICS }),
    shape({ ...HEAD, message: MESSAGE, ...ONLY_LOADED }),
  ],
};

/** A line or the complete response of POST /api/generate. */
export const TEXT_LINE: Schema = {
  anyOf: [
    shape({ ...HEAD, response: TEXT, ...NOT_DONE }, { thinking: TEXT }),
    shape({ ...HEAD, response: TEXT, ...DONE, ...METRICS }, { thinking: TEXT, context: listOf(COUNT) }),
    shape({ ...HEAD, response: TEXT, ...ONLY_LOADED }),
  ],
};

/** POST /api/embed. */
export const EMBED_REPLY: Schema = shape(
  { model: TEXT, embeddings: listOf(listOf({ type: 'number' })) },
  { total_duration: COUNT, load_duration: COUNT, prompt_eval_count: COUNT },
);

const DETAILS: Schema = shape({
  parent_model: TEXT,
  format: TEXT,
  family: TEXT,
  families: listOf(TEXT),
  parameter_size: TEXT,
  quantization_level: TEXT,
});

const MODEL = {
  name: TEXT,
  model: TEXT,
  size: COUNT,
  digest: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  details: DETAILS,
};

/** GET /api/tags. */
export const TAGS: Schema = shape({ models: listOf(shape({ ...MODEL, modified_at: TIME })) });

/** GET /api/ps. */
export const RUNNING: Schema = shape({
  models: listOf(shape({ ...MODEL, expires_at: TIME, size_vram: COUNT, context_length: COUNT })),
});

/** POST /api/show. */
export const SHOWN: Schema = shape({
  modelfile: TEXT,
  parameters: TEXT,
  template: TEXT,
  details: DETAILS,
  model_info: { type: 'object', required: ['general.architecture'] },
  tensors: listOf(shape({ name: TEXT, type: TEXT, shape: listOf(COUNT) })),
  capabilities: listOf(oneOf('completion', 'tools', 'vision', 'embedding', 'thinking', 'insert')),
  modified_at: TIME,
});

/** A line of POST /api/pull. */
export const PULL_LINE: Schema = {
  anyOf: [
    shape({ status: oneOf('pulling manifest', 'verifying sha256 digest', 'writing manifest', 'success') }),
    shape(
      {
        status: { type: 'string', pattern: '^pulling [0-9a-f]{12}$' },
        digest: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
        total: COUNT,
      },
      { completed: { type: 'integer', minimum: 1 } },
    ),
    shape({ error: TEXT }),
  ],
};

/** An error on Ollama's own routes. */
export const ERROR_REPLY: Schema = shape({ error: TEXT });

/** An error under /v1. */
export const OPENAI_ERROR: Schema = shape({
  error: shape({
    message: TEXT,
    type: oneOf('api_error', 'invalid_request_error'),
    param: { type: 'null' },
    code: { type: 'null' },
  }),
});

/** A chunk of POST /v1/chat/completions. */
export const OPENAI_CHUNK: Schema = shape(
  {
    id: { type: 'string', pattern: '^chatcmpl-\\d{1,3}$' },
    object: oneOf('chat.completion.chunk'),
    created: { type: 'integer' },
    model: TEXT,
    system_fingerprint: oneOf('fp_ollama'),
    choices: listOf(
      shape({
        index: COUNT,
        delta: shape(
          { role: oneOf('assistant'), content: TEXT },
          {
            reasoning: TEXT,
            tool_calls: listOf(
              shape({
                id: TEXT,
                index: COUNT,
                type: oneOf('function'),
                function: shape({ name: TEXT, arguments: TEXT }),
              }),
            ),
          },
        ),
        finish_reason: { enum: [null, 'stop', 'length', 'tool_calls'] },
      }),
    ),
  },
  { usage: shape({ prompt_tokens: COUNT, completion_tokens: COUNT, total_tokens: COUNT }) },
);
