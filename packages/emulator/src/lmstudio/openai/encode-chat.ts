import { textOf } from '../../shared/engine/generation.js';
import type { Generation, GenerationStep } from '../../shared/engine/generation.js';
import { hexDigest } from '../../shared/engine/make-id.js';
import { encodeDelta, encodeUsage, toolCallsOf } from '../../shared/openai/encode-completion.js';

/** The fields that all chunks of a stream and a complete response have in common. */
export interface ChatFields {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly system_fingerprint: string;
}

/** Encodes one chunk of a stream. */
export function encodeChunk(fields: ChatFields, delta: object, finishReason: string | null): object {
  return encodeAround(fields, [{ index: 0, delta, logprobs: null, finish_reason: finishReason }]);
}

/** Encodes the chunk of one step. */
export function encodeStep(fields: ChatFields, step: GenerationStep, role: object): object {
  return encodeChunk(fields, { ...role, ...encodeDelta(step, (index) => toolCallId(fields.id, index)) }, null);
}

/** Encodes the last chunk of a stream whose request includes usage. It has no choices. */
export function encodeUsageChunk(fields: ChatFields, usage: object): object {
  return { ...encodeAround(fields, []), usage };
}

function encodeAround({ id, ...rest }: ChatFields, choices: readonly object[]): object {
  return { id, object: 'chat.completion.chunk', ...rest, choices };
}

/** Encodes the complete response to a request without `stream`. */
export function encodeCompletion(fields: ChatFields, { steps, finishReason }: Generation, usage: object): object {
  const message = {
    role: 'assistant',
    content: textOf(steps, 'text'),
    reasoning_content: textOf(steps, 'reasoning'),
    tool_calls: toolCallsOf(steps).map(({ index, ...call }) => ({
      id: toolCallId(fields.id, index),
      type: 'function',
      function: call,
    })),
  };
  const { system_fingerprint, id, ...rest } = fields;
  const choices = [{ index: 0, message, logprobs: null, finish_reason: finishReason }];
  return { id, object: 'chat.completion', ...rest, choices, usage, stats: {}, system_fingerprint };
}

/** Encodes the token counts of a chat or text completion. */
export function usageOf(promptTokens: number, { completionTokens, reasoningTokens }: Generation): object {
  return {
    ...encodeUsage(promptTokens, completionTokens),
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}

/** Encodes the error chunk of an engine that failed midway. It contains the message twice. */
export function encodeFailure({ message }: Error): object {
  return { error: { message }, message };
}

/** Returns the id of a tool call: nine digits as a string. */
function toolCallId(completionId: string, index: number): string {
  const number = Number.parseInt(hexDigest(`${completionId}/${index}`).slice(0, 8), 16);
  return String(100_000_000 + (number % 900_000_000));
}
