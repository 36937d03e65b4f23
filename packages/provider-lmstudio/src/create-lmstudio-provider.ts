import {
  dispatchRoutes,
  wireOptionsOf,
  type Provider,
  type ProviderCall,
  type ProviderContext,
} from '@lmux/core/provider';
import type { PushSource } from '@lmux/core/provider/streams';
import { createNativeRoute } from './native-route.js';
import { createLmStudioOpenAIRoute } from './openai-route.js';
import { openHttp } from './open-http.js';

function isNative({ route }: ProviderCall): boolean {
  return route === 'native';
}

/** Creates the provider for LM Studio, with two routes to one server. The planner chooses the route of each call. */
export function createLmStudioProvider(context: ProviderContext): Provider {
  const { generateId, config } = context;
  const server = openHttp(wireOptionsOf(context));
  const { http, prefix, errors, baseUrl } = server;
  const routes = dispatchRoutes({
    native: createNativeRoute(server.native, generateId),
    openai: createLmStudioOpenAIRoute({
      http,
      prefix,
      generateId,
      server: { provider: config.provider, origin: baseUrl.origin },
    }),
  });
  const explained = <T>(call: ProviderCall, run: () => Promise<T>): Promise<T> =>
    errors.call(isNative(call), call.options, run);
  const explainedSource = <T>(call: ProviderCall, source: PushSource<T>): PushSource<T> =>
    errors.source(isNative(call), call.options, source);

  return {
    chat: (request, call) => explained(call, () => routes.chat(request, call)),
    chatStream: (request, call) => explainedSource(call, routes.chatStream(request, call)),
    complete: (request, call) => explained(call, () => routes.complete(request, call)),
    completeStream: (request, call) => explainedSource(call, routes.completeStream(request, call)),
    embed: (request, call) => explained(call, () => routes.embed(request, call)),
    listModels: (call) => explained(call, () => routes.listModels(call)),
    isModelRunning: (model, call) => explained(call, () => routes.isModelRunning(model, call)),
    loadModel: (request, call) => explained(call, () => routes.loadModel(request, call)),
    unloadModel: (instanceId, call) => explained(call, () => routes.unloadModel(instanceId, call)),
    downloadModel: (request, call) => explained(call, () => routes.downloadModel(request, call)),
    downloadStatus: (jobId, call) => explained(call, () => routes.downloadStatus(jobId, call)),
    // Explaining an error may take another request, which a lookup must not send.
    describeModel: (model, call) =>
      call.isLookup ? routes.describeModel(model, call) : explained(call, () => routes.describeModel(model, call)),
    // A loaded model ignores "context_length" of a chat (https://github.com/uwuclxdy/ollama-lmstudio-proxy, load_config.rs).
    contextLengthApplies: () => 'on-load',
    close: () => server.close(),
  };
}
