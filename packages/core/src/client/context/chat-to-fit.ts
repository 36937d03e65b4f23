import type { ChatRequest } from '../../contract/chat.js';
import type { Message } from '../../contract/message.js';
import type { Warning } from '../../contract/warning.js';
import type { WithModel } from '../../provider/provider.js';
import type { Prepared } from '../client-parts.js';

/** A planned chat whose prompt is fitted to the context of its model. */
export type ChatToFit = Prepared<WithModel<ChatRequest>>;

/** The share of the context that is left for the response if `maxOutputTokens` is not set. */
const RESPONSE_SHARE = 0.1;

/** Returns the number of tokens of the context that are left for the response. */
export function reserveOf({ maxOutputTokens }: ChatRequest, contextLength: number): number {
  return maxOutputTokens ?? Math.ceil(contextLength * RESPONSE_SHARE);
}

/**
 * Returns true for a chat that continues one which the server stores. Its prompt contains messages that the client does not have, so their tokens
 * can neither be counted nor estimated, and they cannot be left out.
 */
export function continuesStoredChat({ previousResponseId }: ChatRequest): boolean {
  return previousResponseId !== undefined;
}

export function withMessages(prepared: ChatToFit, messages: readonly Message[]): ChatToFit {
  return { ...prepared, request: { ...prepared.request, messages } };
}

export function withSignal(prepared: ChatToFit, signal: AbortSignal): ChatToFit {
  const { call } = prepared;
  return { ...prepared, call: { ...call, options: { ...call.options, signal } } };
}

export function withWarnings(prepared: ChatToFit, warnings: readonly Warning[]): ChatToFit {
  const { call } = prepared;
  return { ...prepared, call: { ...call, warnings: [...call.warnings, ...warnings] } };
}
