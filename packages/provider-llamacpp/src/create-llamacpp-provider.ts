import { wireOptionsOf, type Provider, type ProviderContext } from '@lmux/core/provider';
import { createLlamaRoute } from './openai-route.js';
import { openHttp } from './open-http.js';
import { decodeModels, findModel } from './router/decode-models.js';
import { listModels } from './router/endpoint.js';
import { isRunning } from './router/model-status.js';

/** The provider for one llama-server, be it a router or a server of one model. */
export function createLlamaCppProvider(context: ProviderContext): Provider {
  const wire = openHttp({ ...wireOptionsOf(context), baseUrl: context.config.baseUrl });
  const { http } = wire;
  return {
    ...createLlamaRoute(http, context.generateId),
    listModels: async ({ options }) => decodeModels(await listModels(http, options)),
    async isModelRunning(model, { options }) {
      const entry = findModel(await listModels(http, options), model);
      return entry !== undefined && isRunning(entry);
    },
    close: () => wire.close(),
  };
}
