import { isObject, readObject } from '@lmux/core/provider/json';
import type { ChunkContent } from '../decode/choice-tracker.js';
import type { ChunkForm } from '../decode/chunk-format.js';
import { hasValue } from '../decode/has-value.js';
import { REASONING_PARTS, REASONING_TEXTS, STATE_FIELDS } from './state-fields.js';

/** Key of a tool call from a complete response. No piece of another call is joined with it. */
export const WHOLE = Symbol('whole');

/** Returns the delta that a choice of a complete response would have in a stream. */
export function deltaOf(choice: unknown): Record<string, unknown> {
  const { delta, message } = readObject(choice);
  if (isObject(delta)) return delta;
  if (!isObject(message)) return {};
  const { tool_calls: calls } = message;
  // Indexed by position, because each call of a complete response is a separate call.
  const indexed = Array.isArray(calls)
    ? calls.filter(isObject).map((call, index) => ({ ...call, index, [WHOLE]: true }))
    : calls;
  return indexed === undefined ? message : { ...message, tool_calls: indexed };
}

/**
 * Ensures that a choice has a `delta`. Azure's content filter sends choices without one. A complete response in place of a stream has a
 * `message`, which becomes the delta unless chunks of the choice have already arrived.
 */
function normalizeChoice(choice: Record<string, unknown>, begun: boolean): void {
  if (isObject(choice.delta)) return;
  const isWhole = !begun && isObject(choice.message);
  choice.delta = isWhole ? deltaOf(choice) : {};
  if (isWhole) delete choice.message;
}

/** Fields of a delta with output of the model. Annotations may follow the finish reason (Azure, Perplexity). */
const OUTPUT: readonly string[] = ['content', 'refusal', 'tool_calls', 'function_call', 'audio', 'images'];
/** Fields of a delta with reasoning. */
const REASONING: readonly string[] = [
  ...REASONING_TEXTS,
  ...[...STATE_FIELDS].flatMap(([name, { of }]) => (of === 'reasoning' ? [name] : [])),
];

function contentOf({ delta }: Readonly<Record<string, unknown>>): ChunkContent {
  const fields = readObject(delta);
  const { content } = fields;
  const isReasoning = Array.isArray(content) && content.every((part) => REASONING_PARTS.has(readObject(part).type));
  if (OUTPUT.some((name) => hasValue(fields[name]) && !(name === 'content' && isReasoning))) return 'output';
  return isReasoning || REASONING.some((name) => hasValue(fields[name])) ? 'reasoning' : undefined;
}

/** The form of chat chunks. */
export const CHAT_CHUNK: ChunkForm = { object: 'chat.completion.chunk', normalizeChoice, contentOf };
