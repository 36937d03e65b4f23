import type { ChatResponse } from '../../../contract/chat.js';
import type { AssistantMessage } from '../../../contract/message.js';
import { isObject } from '../../../json/read-json.js';
import { difference, ensure, shown } from './assert.js';

/** The advice for a response whose parts do not fit together. */
const WRITER_HINT = 'Build the response with ChatEventWriter.';

/** Returns true for an object that is not empty. */
export function hasFields(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}

function joinTexts(parts: string | readonly { readonly text: string }[] | undefined): string {
  return typeof parts === 'object' ? parts.map(({ text }) => text).join('') : (parts ?? '');
}

function checkMessage(message: AssistantMessage, { text, refusal, reasoning, toolCalls }: ChatResponse): void {
  ensure(
    isObject(message) && (message.role as unknown) === 'assistant',
    `"message" must be the response as an assistant message; received ${shown(message)}. ${WRITER_HINT}`,
  );
  // A refusal is the text of the history, because most servers do not read a refusal.
  const expected = text === '' ? (refusal ?? '') : text;
  ensure(
    joinTexts(message.content) === expected,
    `"message.content" must be ${shown(expected)}, the text or the refusal of the response; received ${shown(message.content)}. ${WRITER_HINT}`,
  );
  ensure(
    joinTexts(message.reasoning) === (reasoning ?? ''),
    `"message.reasoning" must be ${shown(reasoning ?? '')}, the reasoning of the response; received ${shown(message.reasoning)}. ${WRITER_HINT}`,
  );
  // A call that cannot be parsed may be changed in the message, because servers reject it in the history.
  const calls = toolCalls.flatMap(({ id, name, arguments: json, parseError, providerMetadata }) =>
    parseError === undefined ? [{ id, name, arguments: json, providerMetadata }] : [],
  );
  const ids = new Set(calls.map(({ id }) => id));
  const sent = (message.toolCalls ?? []).filter(({ id }) => ids.has(id));
  ensure(
    difference(sent, calls) === undefined,
    `"message.toolCalls" must contain the tool calls of the response, ${shown(calls)}; received ${shown(message.toolCalls)}. ${WRITER_HINT}`,
  );
}

/** Throws if the parts of a chat response that a completion does not have violate the contract. */
export function checkChat(response: ChatResponse): void {
  const { message, refusal, extra, finishReason } = response;
  ensure(
    refusal === undefined || (typeof refusal === 'string' && refusal !== ''),
    `"refusal" must be a string that is not empty, or absent; received ${shown(refusal)}.`,
  );
  ensure(
    refusal === undefined || !['stop', 'unknown'].includes(finishReason.unified),
    `"finishReason.unified" of a refusal must be "content-filter"; received ${shown(finishReason.unified)}. ${WRITER_HINT}`,
  );
  ensure(
    extra === undefined || hasFields(extra),
    `"extra" must be an object with the fields of the server, or absent if there are none; received ${shown(extra)}.`,
  );
  checkMessage(message, response);
}
