import type { ChatRequest } from '../contract/chat.js';
import type { FinishReason } from '../contract/finish-reason.js';
import type { ChatEventWriter } from '../events/chat-event-writer.js';
import type { CompletionEventWriter } from '../events/completion-event-writer.js';
import { toLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { FakeReplyParts, FakeToolCall } from './fake-reply.js';

/** Splits text into words, each with the space before it. A fake streams them as deltas. */
export function splitWords(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

/** Splits JSON into pieces of up to 8 characters, since it may have no spaces. */
function splitJson(text: string): string[] {
  return text.match(/.{1,8}/gsu) ?? [];
}

/** Returns the number of words of a prompt. */
export function countPromptWords(request: ChatRequest): number {
  const texts = request.messages.map(({ content }) =>
    typeof content === 'string'
      ? content
      : (content ?? []).map((part) => (part.type === 'text' ? part.text : '')).join(' '),
  );
  return texts.reduce((sum, text) => sum + splitWords(text.trim()).length, 0);
}

function argumentsOf({ arguments: args, input }: FakeToolCall): string {
  return typeof args === 'string' ? args : JSON.stringify(args ?? input ?? {});
}

function textPieces({ text, json }: FakeReplyParts): string[] {
  if (text !== undefined) return splitWords(text);
  return json === undefined ? [] : splitJson(JSON.stringify(json));
}

function finishReasonOf({ finishReason, toolCalls = [] }: FakeReplyParts): FinishReason {
  if (finishReason === undefined && toolCalls.length > 0) return { unified: 'tool-calls', raw: 'tool_calls' };
  const reason = finishReason ?? 'stop';
  return typeof reason === 'string' ? { unified: reason, raw: reason } : reason;
}

/** Returns true if a reply fails before it starts to respond. */
function failsAtOnce({ error, ...output }: FakeReplyParts): boolean {
  return error !== undefined && Object.values(output).every((part) => part === undefined);
}

/** Sets the facts of a response, or throws the error of the reply. */
function end(writer: ChatEventWriter | CompletionEventWriter, reply: FakeReplyParts, tokens: [number, number]): void {
  if (reply.error !== undefined) throw toLmError(reply.error);
  const [inputTokens, outputTokens] = tokens;
  writer.facts.finishReason = finishReasonOf(reply);
  writer.facts.usage = reply.usage ?? { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
  writer.facts.raw = reply.raw;
  writer.finish();
}

/**
 * Writes a reply as the events of a chat, as a provider writes the output of a server. Each delta counts as a token.
 *
 * @throws The error of the reply, after its other parts.
 */
export function writeChat(writer: ChatEventWriter, reply: FakeReplyParts, inputTokens: number): void {
  if (failsAtOnce(reply)) throw toLmError(reply.error);
  let outputTokens = 0;
  const write = (pieces: readonly string[], one: (piece: string) => void): void => {
    pieces.forEach(one);
    outputTokens += pieces.length;
  };
  writer.start(reply.model);
  write(splitWords(reply.reasoning ?? ''), (piece) => writer.reasoning(piece));
  for (const result of reply.toolResults ?? []) writer.toolResults.end(result);
  write(textPieces(reply), (piece) => writer.text(piece));
  write(splitWords(reply.refusal ?? ''), (piece) => writer.refusal(piece));
  for (const call of reply.toolCalls ?? []) {
    const index = writer.toolCallStart(call.id, call.name);
    write(splitJson(argumentsOf(call)), (piece) => writer.toolCallDelta(index, piece));
    writer.toolCallEnd(index);
  }
  writer.facts.responseId = reply.responseId;
  end(writer, reply, [inputTokens, outputTokens]);
}

/**
 * Writes a reply as the events of a completion.
 *
 * @throws The error of the reply, after its text. `unexpected_response` if the reply contains what a completion does not have.
 */
export function writeCompletion(writer: CompletionEventWriter, reply: FakeReplyParts, inputTokens: number): void {
  if (failsAtOnce(reply)) throw toLmError(reply.error);
  const { reasoning, refusal, toolCalls = [] } = reply;
  if (reasoning !== undefined || refusal !== undefined || toolCalls.length > 0) {
    throw new LmError(
      'unexpected_response',
      'The reply of fakeProvider() to a completion must be text; received reasoning, a refusal or tool calls. Only chats have them.',
    );
  }
  const pieces = textPieces(reply);
  writer.start(reply.model);
  for (const piece of pieces) writer.text(piece);
  end(writer, reply, [inputTokens, pieces.length]);
}
