import type { Endpoint } from '../../shared/server/exchange.js';
import { nativeChat } from './chat/endpoint.js';
import { downloadModel } from './downloads/download-model.js';
import { downloadStatus } from './downloads/download-status.js';
import { listModels } from './models/list-models.js';
import { loadModel } from './models/load-model.js';
import { unloadModel } from './models/unload-model.js';
import type { NativeContext } from './native-context.js';

/** The six routes of LM Studio's own API, under /api/v1. */
export function nativeRoutes(context: NativeContext): (readonly [string, Endpoint])[] {
  return [
    ['POST /api/v1/chat', nativeChat(context)],
    ['GET /api/v1/models', listModels(context)],
    ['POST /api/v1/models/load', loadModel(context)],
    ['POST /api/v1/models/unload', unloadModel(context)],
    ['POST /api/v1/models/download', downloadModel(context)],
    ['GET /api/v1/models/download/status/:id', downloadStatus(context)],
  ];
}
