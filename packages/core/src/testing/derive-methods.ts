import type { PushSource } from '../stream/push-source.js';
import { pipeSource } from '../stream/pipe-source.js';
import { toPushSource } from '../stream/to-push-source.js';
import type { EventSourceLike, Provider } from '../provider/provider.js';
import { chatSource, completionSource, type ReplyMethods } from './reply-methods.js';
import { finishedResponse } from './scripted-source.js';

function toSource<Event>(source: EventSourceLike<Event>): PushSource<Event> {
  return 'subscribe' in source ? source : toPushSource(source);
}

/** Returns a source whose finish event has the response that `response` returns at that time. */
function finishingWith<Event extends { readonly type: string }>(
  source: PushSource<Event>,
  response: () => unknown,
): PushSource<Event> {
  return pipeSource(source, (observer) => ({
    next: (event: Event) => observer.next(event.type === 'finish' ? { ...event, response: response() } : event),
  }));
}

/** Derives the streamed form of each method that replaces only the other form, and the reverse, so that both give the same response. */
export function deriveMethods(methods: Provider, generateId: () => string): Partial<ReplyMethods> {
  const chat = methods.chat?.bind(methods);
  const chatStream = methods.chatStream?.bind(methods);
  const complete = methods.complete?.bind(methods);
  const completeStream = methods.completeStream?.bind(methods);
  const derived: Partial<ReplyMethods> = {};
  if (chatStream !== undefined) {
    derived.chat = async (request, call) => finishedResponse(toSource(chatStream(request, call)), call.options.signal);
  } else if (chat !== undefined) {
    derived.chatStream = (request, call) => {
      let response: unknown;
      const reply = async () => (response = await chat(request, call));
      return finishingWith(chatSource(request, call, generateId, reply), () => response);
    };
  }
  if (completeStream !== undefined) {
    derived.complete = async (request, call) =>
      finishedResponse(toSource(completeStream(request, call)), call.options.signal);
  } else if (complete !== undefined) {
    derived.completeStream = (request, call) => {
      let response: unknown;
      const reply = async () => (response = await complete(request, call));
      return finishingWith(completionSource(request, call, reply), () => response);
    };
  }
  return derived;
}
