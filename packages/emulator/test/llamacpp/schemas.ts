import { AMOUNT, COUNT, FLAG, FRACTION, listOf, oneOf, shape, TEXT } from '../support/schema-shapes.js';
import type { Schema } from '../support/schema-shapes.js';

const TIMINGS: Schema = shape({
  cache_n: COUNT,
  prompt_n: COUNT,
  prompt_ms: AMOUNT,
  prompt_per_token_ms: AMOUNT,
  prompt_per_second: AMOUNT,
  predicted_n: COUNT,
  predicted_ms: AMOUNT,
  predicted_per_token_ms: AMOUNT,
  predicted_per_second: AMOUNT,
});

const USAGE: Schema = shape({
  completion_tokens: COUNT,
  prompt_tokens: COUNT,
  total_tokens: COUNT,
  prompt_tokens_details: shape({ cached_tokens: COUNT }),
});

const FUNCTION_CALL: Schema = {
  anyOf: [
    shape({ index: COUNT, id: TEXT, type: oneOf('function'), function: shape({ name: TEXT, arguments: TEXT }) }),
    shape({ index: COUNT, function: shape({ arguments: TEXT }) }),
  ],
};

const DELTA: Schema = {
  anyOf: [
    shape({ role: oneOf('assistant'), content: { type: 'null' } }),
    shape({}, { content: TEXT }),
    shape({ reasoning_content: TEXT }),
    shape({ tool_calls: listOf(FUNCTION_CALL) }),
  ],
};

const SHELL = {
  created: COUNT,
  id: { type: 'string', pattern: '^chatcmpl-\\w+$' },
  model: TEXT,
  system_fingerprint: TEXT,
};

/** A chunk of POST /v1/chat/completions. */
export const CHAT_CHUNK: Schema = shape(
  {
    ...SHELL,
    object: oneOf('chat.completion.chunk'),
    choices: listOf(
      shape({ finish_reason: { enum: [null, 'stop', 'length', 'tool_calls'] }, index: COUNT, delta: DELTA }),
    ),
  },
  {
    usage: USAGE,
    timings: TIMINGS,
    prompt_progress: shape({ total: COUNT, cache: COUNT, processed: COUNT, time_ms: COUNT }),
  },
);

/** The complete response. */
export const CHAT_REPLY: Schema = shape({
  ...SHELL,
  object: oneOf('chat.completion'),
  choices: listOf(
    shape({
      finish_reason: oneOf('stop', 'length', 'tool_calls'),
      index: COUNT,
      message: shape(
        { role: oneOf('assistant'), content: TEXT },
        {
          reasoning_content: TEXT,
          tool_calls: listOf(
            shape({ type: oneOf('function'), function: shape({ name: TEXT, arguments: TEXT }), id: TEXT }),
          ),
        },
      ),
    }),
  ),
  usage: USAGE,
  timings: TIMINGS,
});

const PROGRESS: Schema = shape({
  stages: listOf(oneOf('text_model', 'spec_model', 'mmproj_model')),
  current: TEXT,
  value: FRACTION,
});

const META: Schema = shape({
  vocab_type: COUNT,
  n_vocab: COUNT,
  n_ctx: COUNT,
  n_ctx_train: COUNT,
  n_embd: COUNT,
  n_params: COUNT,
  size: COUNT,
  ftype: TEXT,
});

const IDENTITY = {
  id: TEXT,
  aliases: listOf(TEXT),
  tags: listOf(TEXT),
  object: oneOf('model'),
  owned_by: oneOf('llamacpp'),
  created: COUNT,
  architecture: shape({ input_modalities: listOf(TEXT), output_modalities: listOf(TEXT) }),
};

const FILES: Schema = { type: 'object', additionalProperties: shape({ done: COUNT, total: COUNT }) };

/** GET /models of a router. */
export const MODEL_LIST: Schema = shape({
  data: listOf(
    shape(
      {
        ...IDENTITY,
        status: shape(
          {
            value: oneOf('unloaded', 'loading', 'loaded', 'sleeping', 'downloading'),
            args: listOf(TEXT),
            preset: TEXT,
          },
          { failed: FLAG, exit_code: COUNT, progress: { anyOf: [PROGRESS, FILES] } },
        ),
        source: oneOf('preset', 'cache'),
        can_remove: FLAG,
      },
      { meta: META },
    ),
  ),
  object: oneOf('list'),
});

const STATUS: Schema = {
  anyOf: [
    shape({ status: oneOf('loading', 'downloading') }),
    shape({ status: oneOf('loading'), progress: PROGRESS }),
    shape({ status: oneOf('loaded'), info: shape({ ...IDENTITY, meta: META }) }),
    shape({ status: oneOf('unloaded'), exit_code: COUNT }),
  ],
};

/** An event of GET /models/sse. */
export const MODEL_EVENT: Schema = {
  anyOf: [
    shape({ model: TEXT, event: oneOf('model_status', 'status_change'), data: STATUS }),
    shape({ model: TEXT, event: oneOf('download_progress'), data: FILES }),
    shape({ model: TEXT, event: oneOf('download_finished', 'download_failed', 'model_remove') }),
    shape({ model: oneOf('*'), event: oneOf('models_reload') }),
  ],
};

/** An error response. Its code is the HTTP status. */
export const ERROR_REPLY: Schema = shape({
  error: shape({ code: COUNT, message: TEXT, type: TEXT }, { n_prompt_tokens: COUNT, n_ctx: COUNT }),
});
