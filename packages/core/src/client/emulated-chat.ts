import type { ChatRequest, ChatResponse } from '../contract/chat.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { EmulatedCall } from '../emulated-tools/emulated-call.js';
import type { EventSourceLike, WithModel } from '../provider/provider.js';
import { deferredSource } from '../stream/deferred-source.js';
import type { PushSource } from '../stream/push-source.js';
import { toPushSource } from '../stream/to-push-source.js';
import type { ClientCore } from './client-core.js';
import type { Prepared } from './client-parts.js';

type PreparedChat = Prepared<WithModel<ChatRequest>>;

function callOf({ parts }: ClientCore, { request, features, call }: PreparedChat): EmulatedCall {
  const { matrix, config, generateId } = parts;
  return {
    request,
    features,
    keywords: matrix.routes[call.route]?.limits?.schemaKeywords,
    prompt: call.options.toolPrompt ?? config.toolPrompt,
    route: call.route,
    options: call.options,
    generateId,
  };
}

/** Loaded by the first chat with emulated tools. Most applications need none, and bundlers put the code into a file of its own. */
const load = () => import('../emulated-tools/emulate-chat.js');

/** Sends a chat with emulated tools. */
export async function sendEmulated(
  core: ClientCore,
  prepared: PreparedChat,
  send: (request: WithModel<ChatRequest>) => Promise<ChatResponse>,
): Promise<ChatResponse> {
  const { emulateChat } = await load();
  const { model } = prepared.request;
  return emulateChat(callOf(core, prepared), (request) => send({ ...request, model }));
}

/** Opens a stream of a chat with emulated tools. */
export function openEmulated(
  core: ClientCore,
  prepared: PreparedChat,
  open: (request: WithModel<ChatRequest>) => EventSourceLike<StreamEvent>,
): PushSource<StreamEvent> {
  const { model } = prepared.request;
  const ready = load().then(({ emulateChatStream }) =>
    emulateChatStream(callOf(core, prepared), (request) => {
      const source = open({ ...request, model });
      return 'subscribe' in source ? source : toPushSource(source);
    }),
  );
  return deferredSource({ ready, cancel() {} });
}
