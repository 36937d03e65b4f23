import type { ClientCore } from '../client/client-core.js';
import type { Chat, ClientEmulation } from '../client/client-emulation.js';
import type { Prepared } from '../client/client-parts.js';
import { deferredSource } from '../stream/deferred-source.js';
import { toPushSource } from '../stream/to-push-source.js';
import type { emulateChat, emulateChatStream } from './emulate-chat.js';
import type { EmulatedCall } from './emulated-call.js';
import { emulationStep } from './emulated-features.js';
import { emulateIfRefused } from './emulate-refused.js';
import { planEmulated } from './plan-emulated.js';

/** The functions that serve a chat with emulated tools. */
export interface ChatEmulation {
  readonly emulateChat: typeof emulateChat;
  readonly emulateChatStream: typeof emulateChatStream;
}

function callOf({ parts }: ClientCore, { request, features, call }: Prepared<Chat>): EmulatedCall {
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

/**
 * Returns what emulates the tools of a client.
 *
 * @param load Loads the functions that serve a chat. Called for each chat with emulated tools.
 */
export function createToolEmulation(load: () => Promise<ChatEmulation>): ClientEmulation {
  return {
    plan: planEmulated,
    step: emulationStep,
    ifRefused: emulateIfRefused,
    async send(core, prepared, send) {
      const { emulateChat: emulate } = await load();
      const { model } = prepared.request;
      return emulate(callOf(core, prepared), (request) => send({ ...request, model }));
    },
    open(core, prepared, open) {
      const { model } = prepared.request;
      const ready = load().then(({ emulateChatStream: emulate }) =>
        emulate(callOf(core, prepared), (request) => {
          const source = open({ ...request, model });
          return 'subscribe' in source ? source : toPushSource(source);
        }),
      );
      return deferredSource({ ready, cancel() {} });
    },
  };
}
