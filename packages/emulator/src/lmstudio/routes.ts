import { sendJson } from '../shared/http/send-json.js';
import type { Endpoint } from '../shared/server/exchange.js';
import type { GenerationContext } from '../shared/server/generation-context.js';
import type { Route } from '../shared/server/router.js';
import { nativeChat } from './native/chat/endpoint.js';
import { downloadModel, downloadStatus } from './native/downloads/endpoints.js';
import { listModels as listNativeModels } from './native/models/list-models.js';
import { loadModel, unloadModel } from './native/models/manage-models.js';
import type { NativeContext } from './native/native-context.js';
import { chatCompletions } from './openai/chat-completions.js';
import { completions } from './openai/completions.js';
import { embeddings } from './openai/embeddings.js';
import { listModels } from './openai/list-models.js';

/** The request with which LM Studio's own CLI detects a server on a port. */
const greet: Endpoint = ({ sink }) => sendJson(sink, 200, { lmstudio: true }, { compact: true });

/** Returns the OpenAI-format routes and the greeting. */
export function openaiRoutes(context: GenerationContext): Route[] {
  return [
    ['GET /v1/models', listModels(context.registry)],
    ['POST /v1/chat/completions', chatCompletions(context)],
    ['POST /v1/completions', completions(context)],
    ['POST /v1/embeddings', embeddings(context)],
    ['GET /lmstudio-greeting', greet],
  ];
}

/** Returns the six routes of LM Studio's own API, under /api/v1. */
export function nativeRoutes(context: NativeContext): Route[] {
  return [
    ['POST /api/v1/chat', nativeChat(context)],
    ['GET /api/v1/models', listNativeModels(context)],
    ['POST /api/v1/models/load', loadModel(context)],
    ['POST /api/v1/models/unload', unloadModel(context)],
    ['POST /api/v1/models/download', downloadModel(context)],
    ['GET /api/v1/models/download/status/:id', downloadStatus(context)],
  ];
}
