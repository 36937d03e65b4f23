import { wireOptionsOf, type Provider, type ProviderCall, type ProviderContext } from '@lmux/core/provider';
import type { EventSourceLike, PushSource } from '@lmux/core/provider/streams';
import { createOpenAIRoute } from '@lmux/provider-openai/protocol';
import { createNativeRoute } from './native-route.js';
import { compareModel, compareModels } from './models/model-mismatch.js';
import { LM_STUDIO_DIALECT } from './openai-route.js';
import { openHttp } from './open-http.js';

function isNative({ route }: ProviderCall): boolean {
  return route === 'native';
}

/** Both routes make push sources; the contract of providers allows more. */
function pushed<Event>(source: EventSourceLike<Event>): PushSource<Event> {
  return source as PushSource<Event>;
}

/** The provider for LM Studio: two routes to one server. The planner has chosen the route; what only one has goes there. */
export function createLmStudioProvider(context: ProviderContext): Provider {
  const { generateId } = context;
  const server = openHttp(wireOptionsOf(context));
  const { errors } = server;
  const native = createNativeRoute(server.native, generateId);
  const openai = createOpenAIRoute({
    http: server.http,
    prefix: `${server.prefix}/v1`,
    dialect: LM_STUDIO_DIALECT,
    includeUsage: true,
    generateId,
  });
  const explained = <T>(call: ProviderCall, run: () => Promise<T>): Promise<T> =>
    errors.call(isNative(call), call.options, run);
  const explainedSource = <T>(call: ProviderCall, source: PushSource<T>): PushSource<T> =>
    errors.source(isNative(call), call.options, source);

  return {
    chat: (request, call) =>
      explained(call, async () =>
        isNative(call) ? native.chat(request, call) : compareModel(await openai.chat(request, call), request.model),
      ),
    chatStream(request, call) {
      if (isNative(call)) return explainedSource(call, pushed(native.chatStream(request, call)));
      return explainedSource(call, compareModels(pushed(openai.chatStream(request, call)), request.model));
    },
    complete: (request, call) =>
      explained(call, async () => compareModel(await openai.complete(request, call), request.model)),
    completeStream: (request, call) =>
      explainedSource(call, compareModels(pushed(openai.completeStream(request, call)), request.model)),
    embed: (request, call) =>
      explained(call, async () => compareModel(await openai.embed(request, call), request.model)),
    listModels: (call) => explained(call, () => (isNative(call) ? native : openai).listModels(call)),
    isModelRunning: (model, call) => explained(call, () => native.isModelRunning(model, call)),
    loadModel: (request, call) => explained(call, () => native.loadModel(request, call)),
    unloadModel: (instanceId, call) => explained(call, () => native.unloadModel(instanceId, call)),
    downloadModel: (request, call) => explained(call, () => native.downloadModel(request, call)),
    downloadStatus: (jobId, call) => explained(call, () => native.downloadStatus(jobId, call)),
    close: () => server.close(),
  };
}
