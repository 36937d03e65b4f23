import { AMOUNT, ANY_OBJECT, COUNT, listOf, oneOf, shape, TEXT } from '../../support/schema-shapes.js';
import type { Schema } from '../../support/schema-shapes.js';

/** The source of a tool. */
export const PROVIDER_INFO: Schema = {
  anyOf: [
    shape({ type: oneOf('plugin'), plugin_id: TEXT }),
    shape({ type: oneOf('ephemeral_mcp'), server_label: TEXT }),
  ],
};

/** The reason why a tool call was not run. */
export const METADATA: Schema = shape(
  { type: oneOf('invalid_name', 'invalid_arguments'), tool_name: TEXT },
  { arguments: ANY_OBJECT, provider_info: PROVIDER_INFO },
);

const OUTPUT_ITEM: Schema = {
  anyOf: [
    shape({ type: oneOf('message', 'reasoning'), content: TEXT }),
    shape({ type: oneOf('tool_call'), tool: TEXT, arguments: ANY_OBJECT, output: TEXT, provider_info: PROVIDER_INFO }),
    shape({ type: oneOf('invalid_tool_call'), reason: TEXT, metadata: METADATA }),
  ],
};

const STATS: Schema = shape(
  {
    input_tokens: COUNT,
    total_output_tokens: COUNT,
    reasoning_output_tokens: COUNT,
    tokens_per_second: AMOUNT,
    time_to_first_token_seconds: AMOUNT,
  },
  { model_load_time_seconds: AMOUNT },
);

/**
 * The response of POST /api/v1/chat, and the `result` of `chat.end`. See the LM Studio REST API docs, "Chat with a
 * model".
 */
export const CHAT_RESULT: Schema = shape(
  { model_instance_id: TEXT, output: listOf(OUTPUT_ITEM), stats: STATS },
  { response_id: { type: 'string', pattern: '^resp_' } },
);
