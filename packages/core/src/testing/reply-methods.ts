import type { CompletionRequest } from '../contract/completion.js';
import type { CompletionStreamEvent, StreamEvent } from '../contract/stream-event.js';
import { ChatEventWriter } from '../events/chat-event-writer.js';
import { CompletionEventWriter } from '../events/completion-event-writer.js';
import { setHttpDetails } from '../http/http-slot.js';
import type { Provider, ProviderCall, WithModel } from '../provider/provider.js';
import type { PushSource } from '../stream/push-source.js';
import { resolveReply, type FakeChatRequest, type FakeReply, type FakeReplyParts } from './fake-reply.js';
import { finishedResponse, scriptedSource } from './scripted-source.js';
import { countPromptWords, splitWords, writeChat, writeCompletion } from './write-reply.js';

/** The methods of a provider that generate text. */
export type ReplyMethods = Required<Pick<Provider, 'chat' | 'chatStream' | 'complete' | 'completeStream'>>;

/** A source for the reply to one chat. */
export function chatSource(
  request: FakeChatRequest,
  { route, warnings, options }: ProviderCall,
  generateId: () => string,
  reply: () => Promise<FakeReplyParts>,
): PushSource<StreamEvent> {
  const { collect, signal } = options;
  const { model, responseFormat } = request;
  return scriptedSource(signal, (emit) => {
    const writer = new ChatEventWriter({ emit, model, route, warnings, generateId, collect, responseFormat });
    return {
      write: async () => writeChat(writer, await reply(), countPromptWords(request)),
      partial: () => writer.partial(),
    };
  });
}

/** A source for the reply to one completion. */
export function completionSource(
  { model, prompt }: WithModel<CompletionRequest>,
  { route, warnings, options: { collect, signal } }: ProviderCall,
  reply: () => Promise<FakeReplyParts>,
): PushSource<CompletionStreamEvent> {
  return scriptedSource(signal, (emit) => {
    const writer = new CompletionEventWriter({ emit, model, route, warnings, collect });
    return {
      write: async () => writeCompletion(writer, await reply(), splitWords(prompt.trim()).length),
      partial: () => writer.partial(),
    };
  });
}

/** Returns a completion as a chat, for functions that reply to both. */
export function asChat(request: WithModel<CompletionRequest>): FakeChatRequest {
  return { ...request, messages: [{ role: 'user', content: request.prompt }] };
}

/** A failed call that is not streamed has no partial response. */
function withoutPartial(reply: FakeReplyParts): FakeReplyParts {
  return reply.error === undefined ? reply : { error: reply.error };
}

/** Evaluates a reply, and sets the `http` of its response. */
async function resolveFor(call: ProviderCall, reply: FakeReply, request: FakeChatRequest): Promise<FakeReplyParts> {
  const parts = await resolveReply(reply, request);
  setHttpDetails(call.options, parts.http);
  return parts;
}

/**
 * Creates methods that respond with replies.
 *
 * @param take Returns the reply for the next call. Called once for each call, when it starts.
 */
export function replyMethods(take: (method: string) => FakeReply, generateId: () => string): ReplyMethods {
  return {
    async chat(request, call) {
      const reply = take('chat');
      const source = chatSource(request, call, generateId, async () =>
        withoutPartial(await resolveFor(call, reply, request)),
      );
      // The source ends when the signal is aborted.
      return finishedResponse(source);
    },
    chatStream(request, call) {
      const reply = take('chatStream');
      return chatSource(request, call, generateId, () => resolveFor(call, reply, request));
    },
    async complete(request, call) {
      const reply = take('complete');
      const source = completionSource(request, call, async () =>
        withoutPartial(await resolveFor(call, reply, asChat(request))),
      );
      // The source ends when the signal is aborted.
      return finishedResponse(source);
    },
    completeStream(request, call) {
      const reply = take('completeStream');
      return completionSource(request, call, () => resolveFor(call, reply, asChat(request)));
    },
  };
}
