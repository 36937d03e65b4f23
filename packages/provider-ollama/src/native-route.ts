import type { Provider, ProviderCall, ProviderContext } from '@lmux/core/provider';
import { decodeSource, decodeWhole, type StreamEvent, type CompletionStreamEvent } from '@lmux/core/provider/streams';
import { ChatDecoder } from './chat/chat-decoder.js';
import { encodeChat } from './chat/encode-chat.js';
import { chat, chatSource } from './chat/endpoint.js';
import { decodeEmbed } from './embed/decode-embed.js';
import { encodeEmbed } from './embed/encode-embed.js';
import { embed } from './embed/endpoint.js';
import { CompletionDecoder } from './generate/completion-decoder.js';
import { encodeCompletion } from './generate/encode-completion.js';
import { generate, generateSource } from './generate/endpoint.js';
import { decodeModel } from './models/decode-models.js';
import { Downloads } from './models/downloads.js';
import { list } from './models/endpoint.js';
import { loadModel } from './models/load-model.js';
import { findRunning, resolveRunning, runningModels } from './models/running-models.js';
import { canonicalModelName } from './models/model-name.js';
import { ShownModels } from './models/shown-models.js';
import { unloadModel } from './models/unload-model.js';
import type { NativeApi } from './server/native-api.js';

/** What the native route is made from. */
export interface NativeRouteParts extends Pick<ProviderContext, 'clock' | 'generateId'> {
  readonly api: NativeApi;
}

function completionDecoder(model: string, { route, warnings }: ProviderCall) {
  return (emit: (event: CompletionStreamEvent) => void) => new CompletionDecoder({ emit, model, route, warnings });
}

/** The methods that speak Ollama's own API: all that a provider can have. */
export function createNativeRoute({ api, clock, generateId }: NativeRouteParts): Required<Provider> {
  const shown = new ShownModels(api);
  const downloads = new Downloads(api);
  const wallNow = (): number => clock.wallNow();
  const chatDecoder =
    (model: string, { route, warnings }: ProviderCall) =>
    (emit: (event: StreamEvent) => void) =>
      new ChatDecoder({ emit, model, route, warnings, generateId });
  return {
    async chat(request, call) {
      const answer = await chat(api, encodeChat(request), call.options);
      return decodeWhole([answer], chatDecoder(request.model, call));
    },
    chatStream: (request, call) =>
      decodeSource(chatSource(api, encodeChat(request), call.options), chatDecoder(request.model, call)),
    async complete(request, call) {
      const answer = await generate(api, encodeCompletion(request), call.options);
      return decodeWhole([answer], completionDecoder(request.model, call));
    },
    completeStream: (request, call) =>
      decodeSource(
        generateSource(api, encodeCompletion(request), call.options),
        completionDecoder(request.model, call),
      ),
    embed: async (request, { options, warnings }) =>
      decodeEmbed(await embed(api, encodeEmbed(request), options), request, warnings),
    async listModels({ options }) {
      const [{ models }, running] = await Promise.all([list(api, options), runningModels(api, options, wallNow)]);
      const known = models.filter(({ name }) => typeof name === 'string' && name !== '');
      const told = await shown.of(known, options);
      return known.map((entry) =>
        decodeModel(entry, resolveRunning(running, entry.name, [entry]), told.get(entry.name)),
      );
    },
    isModelRunning: async (model, { options }) => (await findRunning(api, model, options, wallNow)) !== undefined,
    loadModel: (request, { options }) => loadModel(api, request, { clock, options }),
    unloadModel: (instanceId, { options }) => unloadModel(api, instanceId, { clock, options }),
    downloadModel: (request, { options }) => downloads.start(request, options),
    downloadStatus: (jobId, { options }) => downloads.status(jobId, options),
    canonicalModelName,
    close: () => downloads.close(),
  };
}
