import { sendCompactJson, sendText } from '../shared/http/send-text.js';
import type { Endpoint } from '../shared/server/exchange.js';
import type { Route } from '../shared/server/router.js';
import { chat } from './chat.js';
import { embed } from './embed.js';
import { generateText } from './generate.js';
import { deleteModel } from './models/delete-model.js';
import { listModels, listRunning } from './models/list-models.js';
import { showModel } from './models/show-model.js';
import type { OllamaContext } from './ollama-context.js';
import { chatCompletions, completions } from './openai/completions.js';
import { embeddings } from './openai/embeddings.js';
import { listModels as listOpenAiModels, retrieveModel } from './openai/models.js';
import { pullModel } from './pull/endpoint.js';

/** The Ollama release whose behavior is emulated. */
const VERSION = '0.17.4';

const greet: Endpoint = ({ sink }) =>
  sendText(sink, { status: 200, contentType: 'text/plain; charset=utf-8' }, 'Ollama is running');

const version: Endpoint = ({ sink }) => sendCompactJson(sink, 200, { version: VERSION });

/** Returns Ollama's own routes and the OpenAI-format ones. */
export function ollamaRoutes(context: OllamaContext): Route[] {
  const tags = listModels(context);
  return [
    ['GET /', greet],
    ['HEAD /', greet],
    ['GET /api/version', version],
    ['HEAD /api/version', version],
    ['GET /api/tags', tags],
    ['HEAD /api/tags', tags],
    ['GET /api/ps', listRunning(context)],
    ['POST /api/show', showModel(context)],
    ['POST /api/chat', chat(context)],
    ['POST /api/generate', generateText(context)],
    ['POST /api/embed', embed(context)],
    ['POST /api/pull', pullModel(context)],
    ['DELETE /api/delete', deleteModel(context)],
    ['GET /v1/models', listOpenAiModels(context)],
    ['GET /v1/models/:id', retrieveModel(context)],
    ['POST /v1/chat/completions', chatCompletions(context)],
    ['POST /v1/completions', completions(context)],
    ['POST /v1/embeddings', embeddings(context)],
  ];
}
