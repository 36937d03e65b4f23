import { sendText } from '../shared/http/send-text.js';
import type { Endpoint } from '../shared/server/exchange.js';
import { chat } from './chat/endpoint.js';
import { embed } from './embed/endpoint.js';
import { generateText } from './generate/endpoint.js';
import { deleteModel } from './models/delete-model.js';
import { listModels } from './models/list-models.js';
import { listRunning } from './models/list-running.js';
import { showModel } from './models/show-model.js';
import type { OllamaContext } from './ollama-context.js';
import { chatCompletions, completions } from './openai/completions.js';
import { embeddings } from './openai/embeddings.js';
import { listModels as listOpenAiModels, retrieveModel } from './openai/models.js';
import { pullModel } from './pull/endpoint.js';
import { sendReply } from './send-reply.js';

/** The release whose behaviour this is. */
const VERSION = '0.17.4';

const greet: Endpoint = ({ sink }) =>
  sendText(sink, { status: 200, contentType: 'text/plain; charset=utf-8' }, 'Ollama is running');

const version: Endpoint = ({ sink }) => sendReply(sink, 200, { version: VERSION });

/** Ollama's own routes and the OpenAI-shaped ones. */
export function ollamaRoutes(context: OllamaContext): (readonly [string, Endpoint])[] {
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
