import type { Endpoint } from '../shared/server/exchange.js';
import { sendJson } from '../shared/http/send-json.js';

/** GET /lmstudio-greeting: how LM Studio's own command finds out who listens on a port. */
export const greetingRoute: readonly [string, Endpoint] = [
  'GET /lmstudio-greeting',
  ({ sink }) => sendJson(sink, 200, { lmstudio: true }, { compact: true }),
];
