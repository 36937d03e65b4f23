import { Refusal } from '../shared/http/refusal.js';
import { sendText } from '../shared/http/send-text.js';
import { TokenIds } from '../shared/engine/token-ids.js';
import { SingleLoads } from '../shared/models/single-loads.js';
import { bearerToken } from '../lmstudio/check-token.js';
import type { Endpoint } from '../shared/server/exchange.js';
import type { Face } from '../shared/server/server-profile.js';
import type { GenerationContext } from '../shared/server/generation-context.js';
import type { Routes } from '../shared/server/router.js';
import { ollamaEngineRefusal } from './engine-refusal.js';
import { PullCenter } from './pull/pull-center.js';
import type { PullSettings } from './pull/pull-center.js';
import { ollamaRoutes } from './routes.js';

/** Ollama: its own API and the OpenAI-shaped one. */
export function ollamaFace(generation: GenerationContext, settings: PullSettings): Face {
  const { registry } = generation;
  const routes: Routes = new Map(
    ollamaRoutes({
      ...generation,
      engineRefusal: ollamaEngineRefusal,
      loads: new SingleLoads(registry),
      pulls: new PullCenter(registry, settings),
      tokenIds: new TokenIds(),
      leaving: new Map(),
      since: settings.nowMs(),
      nowMs: settings.nowMs,
    }),
  );
  return {
    routes,
    unknownRoute: unknownRoute(routes),
    // Ollama has no keys of its own; hosted Ollama and proxies have.
    checkToken: (tokens, { headers }) => {
      const token = bearerToken(headers.authorization);
      if (token === undefined || !tokens.includes(token)) throw new Refusal(401, 'unauthorized');
    },
    refuse: (sink, { path }, { status, message, error }, headers) => {
      const openai = path.startsWith('/v1/');
      // What the layer below says has this type, whatever the status.
      const type = typeof error === 'string' ? 'api_error' : error.type;
      const body = { error: openai ? { message, type, param: null, code: null } : message };
      const contentType = 'application/json; charset=utf-8';
      return sendText(sink, { status, contentType, ...(headers && { headers }) }, JSON.stringify(body));
    },
    errorShape: (path) => (path.startsWith('/v1/') ? 'object' : 'ndjson'),
  };
}

/** As Go's router has it: another method of the path, or no path at all. */
function unknownRoute(routes: Routes): Endpoint {
  return ({ record, sink }) => {
    const allowed = [...routes.keys()].flatMap((key) => {
      const [method = '', path] = key.split(' ');
      return path === record.path ? [method] : [];
    });
    if (allowed.length === 0) return sendText(sink, { status: 404, contentType: 'text/plain' }, '404 page not found');
    const headers = { Allow: allowed.join(', ') };
    return sendText(sink, { status: 405, contentType: 'text/plain', headers }, '405 method not allowed');
  };
}
