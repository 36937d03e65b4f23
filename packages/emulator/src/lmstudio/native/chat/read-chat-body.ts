import { optional, readShape, required } from '../strict/read-shape.js';
import { flag, integer, list, number, text } from '../strict/readers.js';
import { readInput } from './read-input.js';
import { readIntegration } from './read-integration.js';

const BODY = {
  model: required(text),
  input: required(readInput),
  system_prompt: optional(text),
  integrations: optional(list(readIntegration)),
  stream: optional(flag),
  // LM Studio's REST API docs specify 0 to 1 for the temperature too.
  temperature: optional(number(0, 1)),
  top_p: optional(number(0, 1)),
  min_p: optional(number(0, 1)),
  top_k: optional(integer(0)),
  repeat_penalty: optional(number(0)),
  max_output_tokens: optional(integer(1)),
  reasoning: optional(text),
  context_length: optional(integer(1)),
  store: optional(flag),
  previous_response_id: optional(text),
};

/** The body of POST /api/v1/chat, with its wire names. */
export type ChatBody = ReturnType<typeof readChatBody>;

/** Parses and validates the body of POST /api/v1/chat. Checks that depend on the model come later. */
export function readChatBody(body: Readonly<Record<string, unknown>>) {
  return readShape(body, BODY);
}
