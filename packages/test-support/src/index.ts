export { chatRequest } from './chat-request.js';
export { closeAfterTest } from './close-after-test.js';
export { collect } from './collect.js';
export { drain, type Drained } from './drain.js';
export { failOnUnhandledRejections } from './fail-on-unhandled-rejections.js';
export { garbageCollected } from './garbage-collected.js';
export { HttpServer, type HttpHandler, type HttpServerRequest } from './http-server.js';
export { closeEarly, fromOf, keptResponse, leaveOpen } from './kept-response.js';
export { freePort, listenOnFreePort } from './listen-on-free-port.js';
export { createOllamaModel, OLLAMA_MODEL_KINDS, type OllamaModelKind } from './ollama-models.js';
export { wireCalls, wireUsage } from './openai-wire.js';
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
export { sendResponse } from './send-response.js';
export {
  jsonLines,
  scriptServer,
  type Script,
  type ScriptedRequest,
  type ScriptedResponse,
  type ScriptedResponseBody,
  type ScriptServer,
  type ScriptServerOptions,
} from './script-server.js';
export { settled } from './settled.js';
export { sseOf } from './sse-of.js';
export { thrownBy } from './thrown-by.js';
export { TINY_MODEL_CONTEXT, tinyModel } from './tiny-model.js';
export { untilStill } from './until-still.js';
export { TcpProxy, type ClosePlan } from './tcp-proxy.js';
export { cpuMs, growthOf, LINEAR } from './growth.js';
export { SeparateConnections } from './separate-connections.js';
