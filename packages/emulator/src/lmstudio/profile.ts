import { sendJson } from '../shared/http/send-json.js';
import { nativeRoutes } from './native/routes.js';
import type { NativeContext } from './native/native-context.js';
import { openaiRoutes } from './openai/routes.js';
import { checkToken } from './check-token.js';
import type { Face } from '../shared/server/server-profile.js';
import { greetingRoute } from './greeting.js';
import { unknownRoute } from './unknown-route.js';

/** LM Studio: its own API, unless `nativeApi` is false, and the OpenAI-shaped one. */
export function lmStudioFace(context: NativeContext, nativeApi: boolean): Face {
  return {
    routes: new Map([...(nativeApi ? nativeRoutes(context) : []), ...openaiRoutes(context), greetingRoute]),
    unknownRoute: unknownRoute(nativeApi),
    checkToken: (tokens, { headers }) => checkToken(tokens, headers.authorization),
    refuse: (sink, _record, { status, error }, headers) =>
      sendJson(sink, status, { error }, headers === undefined ? {} : { headers }),
    errorShape: () => 'object',
  };
}
