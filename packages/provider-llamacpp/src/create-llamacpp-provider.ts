import { wireOptionsOf, type Provider, type ProviderContext } from '@lmux/core/provider';
import { readOpenAIOptions } from '@lmux/provider-openai/protocol';
import { createLlamaRoute } from './openai-route.js';
import { openHttp } from './open-http.js';
import { canonicalModelName, findModel } from './models/decode-models.js';
import { describeModel, lookUpModel } from './models/describe-model.js';
import { listModels } from './models/endpoint.js';
import { ModelLister } from './models/list-models.js';
import { isRunning } from './models/model-status.js';
import { createRouterModels } from './models/router-models.js';
import { ServerRole } from './server/server-role.js';

/** Creates the provider for one llama-server, which is either a router or a server with a single model. */
export function createLlamaCppProvider(context: ProviderContext): Provider {
  const { toolImages } = readOpenAIOptions(context.config.options);
  const wire = openHttp(wireOptionsOf(context));
  const { http, baseUrl } = wire;
  const server = { provider: context.config.provider, origin: baseUrl.origin };
  const { close: closeModels, ...models } = createRouterModels(http, new ServerRole(http), context.clock);
  const lister = new ModelLister(http);
  return {
    ...createLlamaRoute({ http, generateId: context.generateId, server, toolImages }),
    ...models,
    listModels: ({ options }) => lister.list(options),
    describeModel: (model, { options, isLookup }) =>
      isLookup ? lookUpModel(http, model, options) : describeModel(http, model, options),
    async isModelRunning(model, { options }) {
      const entry = findModel(await listModels(http, options), model);
      return entry !== undefined && isRunning(entry);
    },
    canonicalModelName,
    // It is in the preset file, or in the command line of a server with a single model.
    contextLengthApplies: () => 'never',
    close() {
      closeModels();
      return wire.close();
    },
  };
}
