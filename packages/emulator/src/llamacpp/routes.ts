import type { Endpoint } from '../shared/server/exchange.js';
import type { Route } from '../shared/server/router.js';
import { chatCompletions } from './chat/endpoint.js';
import { completions } from './completions.js';
import { embeddings } from './embeddings.js';
import type { LlamaContext } from './llama-context.js';
import { LlamaRefusal } from './llama-refusal.js';
import { listModels, listServedModel } from './models/list-models.js';
import { downloadModel, loadModel, removeModel, unloadModel } from './models/manage-models.js';
import { streamModelEvents } from './models/model-events.js';
import { health, props, slots } from './props.js';
import { continueStream, deleteStream, lookUpStreams } from './streams/endpoints.js';
import { countInput, detokenizeText, tokenizeText } from './tokens.js';

/** Returns the routes of llama-server. Only a router has routes for model management. */
export function llamaRoutes(context: LlamaContext): Route[] {
  const list = context.router ? listModels(context) : listServedModel(context);
  const common: Route[] = [
    ['GET /health', health],
    ['GET /v1/health', health],
    ['GET /props', props(context)],
    ['GET /slots', slots(context)],
    ['GET /models', list],
    ['GET /v1/models', list],
    ['POST /v1/chat/completions', chatCompletions(context)],
    ['POST /v1/chat/completions/input_tokens', countInput(context)],
    ['POST /v1/completions', completions(context)],
    ['POST /v1/embeddings', embeddings(context)],
    ['POST /tokenize', tokenizeText(context)],
    ['POST /detokenize', detokenizeText(context)],
    ['GET /v1/stream', continueStream(context)],
    ['DELETE /v1/stream', deleteStream(context)],
    ['POST /v1/streams/lookup', lookUpStreams(context)],
  ];
  if (!context.router) return common.map(([key, endpoint]) => [key, onceLoaded(context, endpoint)]);
  return [
    ...common,
    ['POST /models', downloadModel(context)],
    ['DELETE /models', removeModel(context)],
    ['POST /models/load', loadModel(context)],
    ['POST /models/unload', unloadModel(context)],
    ['GET /models/sse', streamModelEvents(context.events)],
  ];
}

/**
 * Refuses requests until the model is loaded. A single-model server refuses all requests until then, even for its
 * health.
 */
function onceLoaded({ registry }: LlamaContext, endpoint: Endpoint): Endpoint {
  return (exchange) => {
    if (registry.instances.length === 0) throw new LlamaRefusal(503, 'Loading model');
    return endpoint(exchange);
  };
}
