import { countPrompt } from '../../shared/engine/count-prompt.js';
import type { Model } from '../../shared/models/model.js';
import type { ReplyRequest } from '../../shared/engine/reply.js';
import { LlamaRefusal } from '../llama-refusal.js';
import { readChat } from './read-chat.js';

/** A chat as the template makes it. */
interface PreparedChat {
  readonly request: Omit<ReplyRequest, 'model'>;
  readonly promptTokens: number;
}

/** Reads a chat for a model; an image for one that cannot see is, of all things, a 500. */
export function prepareChat(model: Model, body: Readonly<Record<string, unknown>>): PreparedChat {
  const request = readChat(body);
  if (!model.vision && request.messages.some(({ images }) => images > 0)) {
    const message = 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj';
    throw new LlamaRefusal(500, message);
  }
  return { request, promptTokens: countPrompt(request.messages, request.tools) };
}
