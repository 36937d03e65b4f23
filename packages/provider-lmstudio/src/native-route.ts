import type { ChatRequest, Provider, ProviderCall, WithModel } from '@lmux/core/provider';
import { decodeWhole, type PushSource, type StreamEvent } from '@lmux/core/provider/streams';
import type { NativeChatEvent } from './chat/wire.js';
import { ChatStreamDecoder } from './chat/chat-stream-decoder.js';
import { encodeChatRequest } from './chat/encode-chat-request.js';
import { systemPromptWarnings } from './chat/encode-system-prompt.js';
import { chat, chatEventSource } from './chat/endpoint.js';
import { decodeDescription } from './models/decode-description.js';
import { decodeDownload } from './models/decode-download.js';
import { decodeLoad } from './models/decode-load.js';
import { decodeModels } from './models/decode-models.js';
import { encodeDownload, encodeLoad } from './models/encode-model-request.js';
import { downloadModel, getDownloadStatus, listModels, loadModel, unloadModel } from './models/endpoint.js';
import { findRunning } from './models/find-running.js';
import type { NativeApi } from './server/native-api.js';

/** The provider methods that LM Studio's own API can serve. */
export interface NativeRoute extends Required<
  Pick<
    Provider,
    | 'chat'
    | 'listModels'
    | 'isModelRunning'
    | 'loadModel'
    | 'unloadModel'
    | 'downloadModel'
    | 'downloadStatus'
    | 'describeModel'
  >
> {
  chatStream(request: WithModel<ChatRequest>, call: ProviderCall): PushSource<StreamEvent>;
}

/** Creates the provider methods for LM Studio's own API. */
export function createNativeRoute(api: NativeApi, generateId: () => string): NativeRoute {
  const about = (request: WithModel<ChatRequest>, { route, warnings, options }: ProviderCall) => ({
    model: request.model,
    route,
    collect: options.collect,
    warnings: [...warnings, ...systemPromptWarnings(request)],
    maxOutputTokens: request.maxOutputTokens,
    generateId,
  });
  return {
    async chat(request, call) {
      const result = await chat(api, encodeChatRequest(request), call.options);
      const end: NativeChatEvent = { type: 'chat.end', result };
      return decodeWhole(
        [end],
        (emit: (event: StreamEvent) => void) => new ChatStreamDecoder({ ...about(request, call), emit }),
      );
    },
    chatStream(request, call) {
      return chatEventSource(api, encodeChatRequest(request), call.options, about(request, call));
    },
    listModels: async ({ options }) => decodeModels(await listModels(api, options)),
    isModelRunning: async (model, { options }) => findRunning(await listModels(api, options), model) !== undefined,
    loadModel: async (request, { options }) => decodeLoad(await loadModel(api, encodeLoad(request), options), request),
    async unloadModel(instanceId, { options }) {
      const unloaded = await unloadModel(api, { instance_id: instanceId }, options);
      return { instanceId: unloaded.instance_id };
    },
    downloadModel: async (request, { options }) =>
      decodeDownload(await downloadModel(api, encodeDownload(request), options)),
    async downloadStatus(jobId, { options }) {
      return { jobId, ...decodeDownload(await getDownloadStatus(api, jobId, options)) };
    },
    describeModel: async (model, { options }) => decodeDescription(await listModels(api, options), model),
  };
}
