import { textOf } from '../../shared/engine/generation.js';
import type { Generation, GenerationStep } from '../../shared/engine/generation.js';
import { makeId } from '../../shared/engine/make-id.js';
import { encodeDelta, toolCallsOf } from '../../shared/openai/encode-completion.js';
import { BUILD_INFO } from '../completion-fields.js';
import type { CompletionFields } from '../completion-fields.js';

/** The first delta, which contains only the role. */
export const ROLE_DELTA = { role: 'assistant', content: null };

/** Encodes one chunk of a stream. The fields of `extra` come last. */
export function encodeChunk(
  fields: CompletionFields,
  delta: object,
  finishReason: string | null,
  extra: object = {},
): object {
  return encodeAround(fields, [{ finish_reason: finishReason, index: 0, delta }], extra);
}

/**
 * Encodes the chunk of a step. A chunk that opens a tool call also contains `head`, the first part of its arguments.
 */
export function encodeStep(
  fields: CompletionFields,
  step: GenerationStep,
  head: string | undefined,
  extra: object,
): object {
  return encodeChunk(
    fields,
    encodeDelta(step, (index) => toolCallId(fields, index), head),
    null,
    extra,
  );
}

/** Encodes the last chunk of a stream whose request includes usage. */
export function encodeUsageChunk(fields: CompletionFields, extra: object): object {
  return encodeAround(fields, [], extra);
}

function encodeAround({ id, created, model }: CompletionFields, choices: readonly object[], extra: object): object {
  const object = 'chat.completion.chunk';
  return { choices, created, id, model, system_fingerprint: BUILD_INFO, object, ...extra };
}

/** Encodes the complete response to a request without `stream`. */
export function encodeCompletion(
  fields: CompletionFields,
  { steps, finishReason }: Generation,
  usage: object,
  timings: object,
): object {
  const calls = toolCallsOf(steps).map(({ index, ...call }) => ({
    type: 'function',
    function: call,
    id: toolCallId(fields, index),
  }));
  const message = {
    role: 'assistant',
    content: textOf(steps, 'text'),
    reasoning_content: textOf(steps, 'reasoning') || undefined,
    tool_calls: calls.length === 0 ? undefined : calls,
  };
  return {
    choices: [{ finish_reason: finishReason, index: 0, message }],
    created: fields.created,
    model: fields.model,
    system_fingerprint: BUILD_INFO,
    object: 'chat.completion',
    usage,
    id: fields.id,
    timings,
  };
}

/** Returns the id of a tool call: letters and digits, without a prefix. */
function toolCallId({ id }: CompletionFields, index: number): string {
  return makeId('', Number.parseInt(makeId(id, index).slice(-8), 36));
}
