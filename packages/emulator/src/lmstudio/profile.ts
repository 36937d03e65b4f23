import { sseFormat } from '../shared/faults/stream-format.js';
import { sendJson } from '../shared/http/send-json.js';
import type { DownloadSettings } from '../shared/models/download-job.js';
import type { Endpoint } from '../shared/server/exchange.js';
import type { EmulatorContext } from '../shared/server/generation-context.js';
import type { ServerProfile } from '../shared/server/server-profile.js';
import { checkToken } from './check-token.js';
import { engineRefusal } from './engine-refusal.js';
import { ChatStore } from './native/chat/chat-store.js';
import { DownloadCenter } from './native/downloads/download-center.js';
import type { NativeContext } from './native/native-context.js';
import type { Plugins } from './plugin-tool.js';
import { nativeRoutes, openaiRoutes } from './routes.js';

/** What an LM Studio is started with. */
interface LmStudioSettings extends DownloadSettings {
  /** False for a server from before 0.4, without /api/v1. */
  readonly nativeApi: boolean;
  readonly plugins: Plugins;
  /** Plugins that a request may use; undefined for all. */
  readonly allowedPlugins: readonly string[] | undefined;
}

const ENGINE_PATHS = new Set(['/api/v1/chat', '/v1/chat/completions', '/v1/completions', '/v1/embeddings']);

/** Seen with an empty payload in one report; each has no field but its type, so that nothing else is lost. */
const SEEN_EMPTY = ['prompt_processing.end', 'message.start', 'message.end'];

/** LM Studio: its own API, unless `nativeApi` is false, and the OpenAI-format routes. */
export function lmStudioProfile(emulator: EmulatorContext, settings: LmStudioSettings): ServerProfile {
  const { nativeApi, plugins, allowedPlugins } = settings;
  const downloads = new DownloadCenter(emulator, settings);
  const chats = new ChatStore(emulator.nowMs);
  const context: NativeContext = { ...emulator, engineRefusal, chats, downloads, plugins, allowedPlugins };
  return {
    routes: new Map([...(nativeApi ? nativeRoutes(context) : []), ...openaiRoutes(context)]),
    unknownRoute: unknownRoute(nativeApi),
    enginePaths: ENGINE_PATHS,
    checkToken: (tokens, { headers }) => checkToken(tokens, headers.authorization),
    refuse: (sink, _record, { status, error }, headers) =>
      sendJson(sink, status, { error }, headers === undefined ? {} : { headers }),
    streamFormat: () => ({ ...sseFormat('object'), emptyPayloadEvents: SEEN_EMPTY }),
    tick: () => downloads.deliver(),
  };
}

/** 200 with an error in the body, except under /api/v1: clients that trust the status get this wrong. */
function unknownRoute(nativeApi: boolean): Endpoint {
  return async ({ record, sink }) => {
    // Before 0.4 there was no /api/v1, so that everything under it was an unknown route like any other.
    const status = nativeApi && record.path.startsWith('/api/v1/') ? 404 : 200;
    const error = `Unexpected endpoint or method. (${record.method} ${record.path})`;
    await sendJson(sink, status, { error }, { compact: true });
  };
}
