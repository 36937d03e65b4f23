import type { ChatRequest, Provider, ProviderCall, WithModel } from '@lmux/core/provider';
import { decodeSource } from '@lmux/core/provider/streams';
import { decodeResponse } from './native-chat/decode-response.js';
import { encodeRequest } from './native-chat/encode-request.js';
import { systemPromptWarnings } from './native-chat/encode-system-prompt.js';
import { chat, chatSource } from './native-chat/endpoint.js';
import { NativeStreamDecoder } from './native-chat/native-stream-decoder.js';
import { decodeDownload } from './native-models/decode-download.js';
import { decodeLoad } from './native-models/decode-load.js';
import { decodeModels } from './native-models/decode-models.js';
import { encodeDownload } from './native-models/encode-download.js';
import { encodeLoad } from './native-models/encode-load.js';
import { downloadModel, getDownloadStatus, listModels, loadModel, unloadModel } from './native-models/endpoint.js';
import { findRunning } from './native-models/find-running.js';
import type { NativeApi } from './server/native-api.js';

/** The methods of a provider that LM Studio's own API can serve. */
export type NativeRoute = Required<
  Pick<
    Provider,
    | 'chat'
    | 'chatStream'
    | 'listModels'
    | 'isModelRunning'
    | 'loadModel'
    | 'unloadModel'
    | 'downloadModel'
    | 'downloadStatus'
  >
>;

/** The methods that speak LM Studio's own API. */
export function createNativeRoute(api: NativeApi, generateId: () => string): NativeRoute {
  const about = (request: WithModel<ChatRequest>, { route, warnings }: ProviderCall) => ({
    model: request.model,
    route,
    warnings: [...warnings, ...systemPromptWarnings(request)],
    maxOutputTokens: request.maxOutputTokens,
    generateId,
  });
  return {
    async chat(request, call) {
      return decodeResponse(await chat(api, encodeRequest(request), call.options), about(request, call));
    },
    chatStream(request, call) {
      const source = chatSource(api, encodeRequest(request), call.options);
      return decodeSource(source, (emit) => new NativeStreamDecoder({ ...about(request, call), emit }));
    },
    listModels: async ({ options }) => decodeModels(await listModels(api, options)),
    isModelRunning: async (model, { options }) => findRunning(await listModels(api, options), model) !== undefined,
    loadModel: async (request, { options }) => decodeLoad(await loadModel(api, encodeLoad(request), options), request),
    async unloadModel(instanceId, { options }) {
      const answer = await unloadModel(api, { instance_id: instanceId }, options);
      return { instanceId: answer.instance_id };
    },
    downloadModel: async (request, { options }) =>
      decodeDownload(await downloadModel(api, encodeDownload(request), options)),
    async downloadStatus(jobId, { options }) {
      return { jobId, ...decodeDownload(await getDownloadStatus(api, jobId, options)) };
    },
  };
}
