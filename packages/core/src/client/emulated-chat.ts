import type { ChatRequest, ChatResponse } from '../contract/chat.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { EmulatedCall } from '../emulated-tools/emulated-call.js';
import type { ToolEmulation } from '../emulated-tools/tool-emulation.js';
import type { EventSourceLike, WithModel } from '../provider/provider.js';
import { deferredSource } from '../stream/deferred-source.js';
import type { PushSource } from '../stream/push-source.js';
import { toPushSource } from '../stream/to-push-source.js';
import type { ClientCore } from './client-core.js';
import { noEmulationError } from './client-errors.js';
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

/** Loads what emulates tools. The plan of a chat has emulated tools only if it exists. */
async function load({ parts }: ClientCore): Promise<ToolEmulation> {
  const emulation = await parts.loadToolEmulation?.();
  if (emulation === undefined) throw noEmulationError(parts.matrix.provider);
  return emulation;
}

/** Sends a chat with emulated tools. */
export async function sendEmulated(
  core: ClientCore,
  prepared: PreparedChat,
  send: (request: WithModel<ChatRequest>) => Promise<ChatResponse>,
): Promise<ChatResponse> {
  const { emulateChat } = await load(core);
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
  const ready = load(core).then(({ emulateChatStream }) =>
    emulateChatStream(callOf(core, prepared), (request) => {
      const source = open({ ...request, model });
      return 'subscribe' in source ? source : toPushSource(source);
    }),
  );
  return deferredSource({ ready, cancel() {} });
}
