export { closeAfterTest } from './close-after-test.js';
export { drain, type Drained } from './drain.js';
export { HttpServer, type HttpHandler, type HttpServerRequest } from './http-server.js';
export { listenOnFreePort } from './listen-on-free-port.js';
export {
  CHUNKED_EVENTS,
  chunk,
  LAST_CHUNK,
  rawHead,
  rawResponse,
  UNFRAMED_EVENTS,
  unframedResponse,
} from './raw-response.js';
export { RawServer, type Exchange, type Play, type RawConnection } from './raw-server.js';
export { rejectionOf, type TestedError } from './rejection-of.js';
export { sendJson } from './send-json.js';
export {
  jsonLines,
  scriptServer,
  type ScriptedRequest,
  type ScriptedResponse,
  type ScriptedResponseBody,
  type ScriptServerOptions,
} from './script-server.js';
export { settled } from './settled.js';
export { thrownBy } from './thrown-by.js';
export { TcpProxy, type CutPlan } from './tcp-proxy.js';
