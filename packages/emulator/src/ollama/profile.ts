import type { EngineFailure } from '../shared/engine/engine-failure.js';
import { TokenIds } from '../shared/engine/token-ids.js';
import { sseFormat } from '../shared/faults/stream-format.js';
import type { StreamFormat } from '../shared/faults/stream-format.js';
import { Refusal } from '../shared/http/refusal.js';
import { sendCompactJson, sendText } from '../shared/http/send-text.js';
import type { DownloadSettings } from '../shared/models/download-job.js';
import { SingleLoads } from '../shared/models/single-loads.js';
import { bearerToken } from '../shared/server/exchange.js';
import type { Endpoint } from '../shared/server/exchange.js';
import type { EmulatorContext } from '../shared/server/generation-context.js';
import type { Routes } from '../shared/server/router.js';
import type { ServerProfile } from '../shared/server/server-profile.js';
import { isOllamaHost } from './allowed-host.js';
import { PullCenter } from './pull/pull-center.js';
import { ollamaRoutes } from './routes.js';

const ENGINE_PATHS = new Set([
  '/api/chat',
  '/api/generate',
  '/api/embed',
  '/v1/chat/completions',
  '/v1/completions',
  '/v1/embeddings',
]);

/**
 * The errors that Ollama sends when its runner fails. All are a 500, except for a prompt that must not be truncated.
 */
const ENGINE_REFUSALS: Readonly<Record<EngineFailure, readonly [status: number, message: string]>> = {
  unloaded: [500, 'model runner has unexpectedly stopped'],
  reloaded: [500, 'model runner has unexpectedly stopped'],
  crash: [500, 'llama runner process has terminated: exit status 2'],
  promptOverflow: [400, 'the input length exceeds the context length'],
  overflow: [500, 'context limit reached'],
  template: [500, 'template: :1:3: executing "" at <.Messages>: the template failed'],
};

/** The NDJSON format of Ollama's own routes. */
const LINES: StreamFormat = {
  errorShape: 'ndjson',
  isLast: isDoneLine,
  isFinish: isDoneLine,
  unknownEvent: '{"emulator":"unknown","value":1}\n',
  emptyPayloadEvents: [],
};

/** Returns true for the last line of a stream. It has the finish reason and the token counts. */
function isDoneLine(text: string): boolean {
  return /^\{.*"done":true.*\}\n$/.test(text);
}

/** Creates the profile of Ollama: its own API and the OpenAI-format routes. */
export function ollamaProfile(emulator: EmulatorContext, settings: DownloadSettings): ServerProfile {
  const { registry, nowMs } = emulator;
  const routes: Routes = new Map(
    ollamaRoutes({
      ...emulator,
      engineRefusal: (failure) => new Refusal(...ENGINE_REFUSALS[failure]),
      loads: new SingleLoads(registry),
      pulls: new PullCenter(emulator, settings),
      tokenIds: new TokenIds(),
      retired: new Map(),
      since: nowMs(),
    }),
  );
  return {
    routes,
    unknownRoute: unknownRoute(routes),
    enginePaths: ENGINE_PATHS,
    // Ollama itself has no API keys, but hosted Ollama and proxies do.
    checkToken: (tokens, { headers }) => {
      const token = bearerToken(headers.authorization);
      if (token === undefined || !tokens.includes(token)) throw new Refusal(401, 'unauthorized');
    },
    refuse: (sink, { path }, { status, message, error }, headers) => {
      // Errors of Ollama's own handlers have this type, regardless of the status.
      const type = typeof error === 'string' ? 'api_error' : error.type;
      const body = { error: isOpenAiPath(path) ? { message, type, param: null, code: null } : message };
      return sendCompactJson(sink, status, body, headers);
    },
    allowsHost: isOllamaHost,
    streamFormat: (path) => (isOpenAiPath(path) ? sseFormat('object') : LINES),
  };
}

function isOpenAiPath(path: string): boolean {
  return path.startsWith('/v1/');
}

/** Responds like Go's router: 405 if the path exists with another method, otherwise 404. */
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
