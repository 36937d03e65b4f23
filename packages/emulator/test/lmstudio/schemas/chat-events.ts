import { AMOUNT, ANY_OBJECT, FRACTION, shape, TEXT } from '../../support/schema-shapes.js';
import type { Schema } from '../../support/schema-shapes.js';
import { CHAT_RESULT, METADATA, PROVIDER_INFO } from './chat.js';

const INSTANCE = { model_instance_id: TEXT };

const TOOL = { tool: TEXT, provider_info: PROVIDER_INFO };

/**
 * The events of a native stream and their fields besides `type`. See the LM Studio REST API docs, "Streaming
 * events".
 */
const PAYLOADS: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  'chat.start': INSTANCE,
  'model_load.start': INSTANCE,
  'model_load.progress': { ...INSTANCE, progress: FRACTION },
  'model_load.end': { ...INSTANCE, load_time_seconds: AMOUNT },
  'prompt_processing.start': {},
  'prompt_processing.progress': { progress: FRACTION },
  'prompt_processing.end': {},
  'reasoning.start': {},
  'reasoning.delta': { content: TEXT },
  'reasoning.end': {},
  'tool_call.start': TOOL,
  'tool_call.arguments': { ...TOOL, arguments: ANY_OBJECT },
  'tool_call.success': { ...TOOL, arguments: ANY_OBJECT, output: TEXT },
  'tool_call.failure': { reason: TEXT, metadata: METADATA },
  'message.start': {},
  'message.delta': { content: TEXT },
  'message.end': {},
  error: { error: shape({ type: TEXT, message: TEXT }, { code: TEXT, param: TEXT }) },
  'chat.end': { result: CHAT_RESULT },
};

export const EVENT_TYPES: readonly string[] = Object.keys(PAYLOADS);

/** An event with the fields of its type. */
export const CHAT_EVENT: Schema = {
  anyOf: Object.entries(PAYLOADS).map(([type, fields]) => shape({ type: { const: type }, ...fields })),
};
