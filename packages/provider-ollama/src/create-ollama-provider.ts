import { dispatchRoutes, wireOptionsOf, type Provider, type ProviderContext } from '@lmux/core/provider';
import {
  createOpenAIRoute,
  GENERAL_DIALECT,
  readOpenAIOptions,
  type Dialect,
  type ToolImages,
} from '@lmux/provider-openai/protocol';
import { createNativeRoute } from './native-route.js';
import { canonicalModelName } from './models/model-name.js';
import { openHttp } from './open-http.js';
import { ContextDetector } from './context/context-detector.js';
import { LoadSettings } from './models/load-settings.js';

/**
 * The dialect of Ollama's OpenAI-compatible API, which silently drops `reasoning_content` (ollama/ollama, openai/openai.go), and rejects
 * `content: null` beside tool calls (pydantic/pydantic-ai issue 5206, Kuberwastaken/claurst pull request 118).
 */
const OLLAMA_DIALECT: Dialect = { ...GENERAL_DIALECT, toolCallContent: 'empty', defaultReasoningField: 'reasoning' };

/**
 * Where the images of tool results are sent. Before version 0.23.4, images in results did not reach models with a built-in template, such as
 * Qwen3-VL, without an error (ollama/ollama issue 16038, pull request 16047).
 */
const TOOL_IMAGES: ToolImages = 'user';

/** Creates the provider for Ollama: two routes to one server. The planner chooses the route of each call. */
export function createOllamaProvider(context: ProviderContext): Provider {
  const { clock, config, generateId } = context;
  const server = openHttp(wireOptionsOf(context));
  const { toolImages = TOOL_IMAGES } = readOpenAIOptions(config.options);
  const settings = new LoadSettings();
  const native = createNativeRoute({ api: server.native, clock, config, generateId, toolImages, settings });
  const openai = createOpenAIRoute({
    http: server.http,
    prefix: `${server.prefix}/v1`,
    dialect: { ...OLLAMA_DIALECT, toolImages },
    includeUsage: true,
    generateId,
    server: { provider: config.provider, origin: server.baseUrl.origin },
  });
  const routes = dispatchRoutes({ native, openai });
  const detector = new ContextDetector({ api: server.native, clock, config, settings });
  return {
    ...routes,
    chat: (request, call) => detector.response(() => routes.chat(request, call), request, call),
    chatStream: (request, call) => detector.source(routes.chatStream(request, call), request, call),
    complete: (request, call) => detector.response(() => routes.complete(request, call), request, call),
    completeStream: (request, call) => detector.source(routes.completeStream(request, call), request, call),
    embed: (request, call) => detector.response(() => routes.embed(request, call), request, call),
    canonicalModelName,
    reuseInstance: native.reuseInstance,
    async close() {
      await native.close();
      await server.close();
    },
  };
}
