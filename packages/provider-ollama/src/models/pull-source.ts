import { StreamError, type CallOptions } from '@lmux/core/provider';
import { isObject } from '@lmux/core/provider/json';
import { DecodingFormat, type NdjsonFormat, type PushSource } from '@lmux/core/provider/streams';
import type { NativeApi } from '../server/native-api.js';
import { requestLines } from '../server/request-lines.js';
import type { OllamaPullProgress, OllamaPullRequest } from './wire.js';

/** Decodes the stream of `/api/pull`, which ends with the status `success`. */
class PullFormat extends DecodingFormat<OllamaPullProgress> implements NdjsonFormat {
  #done = false;

  line(json: unknown): false | void {
    if (!isObject(json)) return this.skip(json);
    if (typeof json['status'] !== 'string') {
      throw new StreamError(
        'unexpected_response',
        'The stream contains JSON that is not a line of an Ollama download. Check that "baseUrl" is the address of an Ollama server.',
      );
    }
    this.#done = json['status'] === 'success';
    this.push(json as unknown as OllamaPullProgress);
  }

  isComplete(): boolean {
    return this.#done;
  }
}

/** Sends `POST /api/pull` and emits the response line by line. Canceling it stops the download. Another pull resumes it. */
export function pullSource(
  api: NativeApi,
  request: OllamaPullRequest,
  options?: CallOptions,
): PushSource<OllamaPullProgress> {
  return requestLines<OllamaPullProgress>(
    api,
    { path: '/pull', request, options, safeToRetry: false },
    (emit) => new PullFormat({ push: emit }),
  );
}
