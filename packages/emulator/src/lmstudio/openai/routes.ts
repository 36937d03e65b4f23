import type { Endpoint } from '../../shared/server/exchange.js';
import { chatCompletions } from './chat-completions/endpoint.js';
import { completions } from './completions/endpoint.js';
import { embeddings } from './embeddings/endpoint.js';
import { listModels } from './models/endpoint.js';
import type { GenerationContext } from '../../shared/server/generation-context.js';

/** The OpenAI-shaped routes that LM Studio serves under /v1. */
export function openaiRoutes(context: GenerationContext): (readonly [string, Endpoint])[] {
  return [
    ['GET /v1/models', listModels(context.registry)],
    ['POST /v1/chat/completions', chatCompletions(context)],
    ['POST /v1/completions', completions(context)],
    ['POST /v1/embeddings', embeddings(context)],
  ];
}
