import { wireOptionsOf, type Provider, type ProviderCall, type ProviderContext } from '@lmux/core/provider';
import type { EventSourceLike, PushSource } from '@lmux/core/provider/streams';
import { createOpenAIRoute, GENERAL_DIALECT } from '@lmux/provider-openai/protocol';
import { createNativeRoute } from './native-route.js';
import { canonicalModelName } from './models/model-name.js';
import { openHttp } from './open-http.js';
import { TruncationWatch } from './truncation/truncation-watch.js';

/** Both routes make push sources; the contract of providers allows more. */
function pushed<Event>(source: EventSourceLike<Event>): PushSource<Event> {
  return source as PushSource<Event>;
}

/** The provider for Ollama: two routes to one server. The planner has chosen the route; what only one has goes there. */
export function createOllamaProvider(context: ProviderContext): Provider {
  const { clock, generateId } = context;
  const server = openHttp(wireOptionsOf(context));
  const native = createNativeRoute({ api: server.native, clock, generateId });
  const openai = createOpenAIRoute({
    http: server.http,
    prefix: `${server.prefix}/v1`,
    dialect: GENERAL_DIALECT,
    includeUsage: true,
    generateId,
  });
  const watch = new TruncationWatch(server.native, clock);
  const routeOf = ({ route }: ProviderCall) => (route === 'native' ? native : openai);
  return {
    chat: async (request, call) => watch.answer(await routeOf(call).chat(request, call), request, call.options),
    chatStream: (request, call) => watch.source(pushed(routeOf(call).chatStream(request, call)), request, call.options),
    complete: async (request, call) => watch.answer(await routeOf(call).complete(request, call), request, call.options),
    completeStream: (request, call) =>
      watch.source(pushed(routeOf(call).completeStream(request, call)), request, call.options),
    embed: (request, call) => routeOf(call).embed(request, call),
    listModels: (call) => routeOf(call).listModels(call),
    isModelRunning: (model, call) => native.isModelRunning(model, call),
    loadModel: (request, call) => native.loadModel(request, call),
    unloadModel: (instanceId, call) => native.unloadModel(instanceId, call),
    downloadModel: (request, call) => native.downloadModel(request, call),
    downloadStatus: (jobId, call) => native.downloadStatus(jobId, call),
    canonicalModelName,
    async close() {
      await native.close();
      await server.close();
    },
  };
}
