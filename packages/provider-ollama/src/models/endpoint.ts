import type { CallOptions, JsonResponse } from '@lmux/core/provider';
import { answerWith, isObject, isText, requestWith, type NativeApi } from '../server/native-api.js';
import type {
  OllamaDeleteRequest,
  OllamaModelList,
  OllamaRunningList,
  OllamaShowRequest,
  OllamaShowResponse,
} from './wire.js';

function isListOrNull(models: unknown): boolean {
  return models === null || Array.isArray(models);
}

/** `GET /api/tags`: what is installed. Of a server without models some say null. */
export async function list({ http, root }: NativeApi, options?: CallOptions): Promise<OllamaModelList> {
  const body = await requestWith(http, { method: 'GET', path: `${root}/tags`, options }, 'models', isListOrNull);
  return body.models === null ? { ...body, models: [] } : body;
}

/** What runs, and the server's own time, by which it says until when. */
export interface RunningAnswer extends Pick<JsonResponse, 'headers'> {
  readonly body: OllamaRunningList;
}

/** `GET /api/ps` with the answer's headers. */
export async function running({ http, root }: NativeApi, options?: CallOptions): Promise<RunningAnswer> {
  return answerWith(http, { method: 'GET', path: `${root}/ps`, options }, 'models', Array.isArray);
}

/** `POST /api/show`: all about one model. */
export function show(
  { http, root }: NativeApi,
  body: OllamaShowRequest,
  options?: CallOptions,
): Promise<OllamaShowResponse> {
  const call = { method: 'POST', path: `${root}/show`, body, options } as const;
  return requestWith(http, call, 'details', isObject);
}

/** `DELETE /api/delete`. The answer is an empty body. */
export async function deleteModel(
  { http, root }: NativeApi,
  body: OllamaDeleteRequest,
  options?: CallOptions,
): Promise<void> {
  const source = http.requestStream<never>(
    { method: 'DELETE', path: `${root}/delete`, body, options, safeToRetry: false },
    () => ({
      done: false,
      push: () => {},
      end: () => {},
    }),
  );
  await new Promise<void>((resolve, reject) => {
    source.subscribe({ next: () => {}, error: reject, complete: resolve });
  });
}

/** `GET /api/version`. */
export function version({ http, root }: NativeApi, options?: CallOptions): Promise<{ version: string }> {
  return requestWith(http, { method: 'GET', path: `${root}/version`, options }, 'version', isText);
}
