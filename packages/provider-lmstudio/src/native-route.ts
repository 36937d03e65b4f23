import type { ChatRequest, Provider, ProviderCall, WithModel } from '@lmux/core/provider';
import { decodeResponse } from './chat/decode-response.js';
import { encodeRequest } from './chat/encode-chat-request.js';
import { systemPromptWarnings } from './chat/encode-system-prompt.js';
import { chat, chatEventSource } from './chat/endpoint.js';
import { decodeDownload } from './models/decode-download.js';
import { decodeLoad } from './models/decode-load.js';
import { decodeModels } from './models/decode-models.js';
import { encodeDownload } from './models/encode-download.js';
import { encodeLoad } from './models/encode-load.js';
import { downloadModel, getDownloadStatus, listModels, loadModel, unloadModel } from './models/endpoint.js';
import { findRunning } from './models/find-running.js';
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
      return chatEventSource(api, encodeRequest(request), call.options, about(request, call));
    },
    listModels: async ({ options }) => decodeModels(await listModels(api, options)),
    isModelRunning: async (model, { options }) => findRunning(await listModels(api, options), model).length > 0,
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
