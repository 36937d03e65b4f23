import type { ChatRequest, ChatResponse } from '../../contract/chat.js';
import type { WithModel } from '../../provider/provider.js';
import type { ClientInternals } from '../client-internals.js';
import type { Prepared } from '../client-parts.js';
import { chosenContextLength } from './count-prompt.js';

/** Learns from a response how many tokens its prompt had, and with which context length the model runs. */
export function recordChat(
  internals: ClientInternals,
  prepared: Prepared<WithModel<ChatRequest>>,
  response: ChatResponse,
): void {
  const { request, emulated } = prepared;
  // The prompt of emulated tools is not that of the request.
  if (emulated.length === 0) internals.usage.record(prepared, response);
  const contextLength = request.contextLength && chosenContextLength(internals, request);
  // The server may have loaded the model again.
  if (contextLength) internals.models.current?.knowledge.noteContextLength(request.model, contextLength);
}
