import { makeId } from '../../shared/engine/make-id.js';
import type { Said } from '../reply/output-part.js';

/** A message with these parts; the ids of its tool calls are made from the number of the answer. */
export function encodeMessage(said: readonly Said[], answerId = 0): object {
  const thinking = textOf(said, 'reasoning');
  const calls = said.filter((part) => part.kind === 'tool-call');
  return {
    role: 'assistant',
    content: textOf(said, 'text'),
    thinking: thinking === '' ? undefined : thinking,
    tool_calls: calls.length === 0 ? undefined : calls.map((call) => encodeToolCall(call, answerId)),
  };
}

/** The text of one kind, joined. */
export function textOf(said: readonly Said[], kind: 'text' | 'reasoning'): string {
  return said.map((part) => (part.kind === kind ? part.text : '')).join('');
}

/** The id of a tool call: eight letters and digits. */
export function toolCallId(answerId: number, index: number): string {
  return makeId('call_', answerId * 100 + index).slice(0, 'call_'.length + 8);
}

/** Arguments are an object here, not a text. */
function encodeToolCall(call: Said & { kind: 'tool-call' }, answerId: number): object {
  const { index, name } = call;
  return { id: toolCallId(answerId, index), function: { index, name, arguments: call.arguments } };
}
