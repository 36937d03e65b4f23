import { sseFormat } from '../shared/faults/stream-format.js';
import type { StreamFormat } from '../shared/faults/stream-format.js';
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

/** Settings of an emulated LM Studio. */
interface LmStudioSettings extends DownloadSettings {
  /** False for a server before 0.4, which has no /api/v1. */
  readonly nativeApi: boolean;
  readonly plugins: Plugins;
  /** Ids of the plugins that a request may use, undefined for all. */
  readonly allowedPlugins: readonly string[] | undefined;
}

const ENGINE_PATHS = new Set(['/api/v1/chat', '/v1/chat/completions', '/v1/completions', '/v1/embeddings']);

/**
 * Event types that one bug report showed with an empty payload. They have no field except their type, so nothing is
 * lost.
 */
const SEEN_EMPTY = ['prompt_processing.end', 'message.start', 'message.end'];

const SSE = sseFormat('object');

/** The format of all streams. Those of the native API have no finish reason and end with `chat.end`. */
const STREAMS: StreamFormat = {
  ...SSE,
  isFinish: (text) => text.startsWith('event: chat.end\n') || SSE.isFinish(text),
  emptyPayloadEvents: SEEN_EMPTY,
};

/** Creates the profile of LM Studio: the OpenAI-format routes and, unless `nativeApi` is false, its own API. */
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
    streamFormat: () => STREAMS,
    tick: () => downloads.deliver(),
  };
}

/** Responds with 200 and an error in the body, except under /api/v1. Clients that rely on the status misread this. */
function unknownRoute(nativeApi: boolean): Endpoint {
  return async ({ record, sink }) => {
    // LM Studio before 0.4 has no /api/v1, and treats it like any other unknown route.
    const status = nativeApi && record.path.startsWith('/api/v1/') ? 404 : 200;
    const error = `Unexpected endpoint or method. (${record.method} ${record.path})`;
    await sendJson(sink, status, { error }, { compact: true });
  };
}
