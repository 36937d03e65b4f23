import type { EmulatedChat, EmulationParts } from '../capability/emulation-planner.js';
import type { ClientEmulation } from '../client/client-emulation.js';
import { deferredSource } from '../stream/deferred-source.js';
import { toPushSource } from '../stream/to-push-source.js';
import type { chatEmulation } from './chat-emulation.js';
import type { EmulatedCall } from './emulated-call.js';
import { emulationStep } from './emulated-features.js';
import { emulateIfRefused } from './emulate-refused.js';
import { planEmulated } from './plan-emulated.js';

function callOf(
  { matrix, config, generateId }: EmulationParts,
  { request, features, call }: EmulatedChat,
): EmulatedCall {
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
export function createToolEmulation(load: () => Promise<typeof chatEmulation>): ClientEmulation {
  return {
    plan: planEmulated,
    step: emulationStep,
    async sentRequest(parts, chat) {
      const { emulateRequest: emulate } = await load();
      return emulate(callOf(parts, chat));
    },
    ifRefused: emulateIfRefused,
    async send(parts, prepared, send) {
      const { emulateChat: emulate } = await load();
      const { model } = prepared.request;
      return emulate(callOf(parts, prepared), (request) => send({ ...request, model }));
    },
    open(parts, prepared, open) {
      const { model } = prepared.request;
      const ready = load().then(({ emulateChatStream: emulate }) =>
        emulate(callOf(parts, prepared), (request) => {
          const source = open({ ...request, model });
          return 'subscribe' in source ? source : toPushSource(source);
        }),
      );
      return deferredSource({ ready, cancel() {} });
    },
  };
}
