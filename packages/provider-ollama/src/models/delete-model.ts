import { StreamError, type CallOptions } from '@lmux/core/provider';
import { isObject } from '@lmux/core/provider/json';
import { carriesError, type BodyDecoder, type ResponseContext } from '@lmux/core/provider/streams';
import type { NativeApi } from '../server/native-api.js';
import type { OllamaDeleteRequest } from './wire.js';

/** Maximum number of characters of a response that are read, which is enough for an error. */
const MAX_CHARACTERS = 10_000;

/** Reads the response to a deletion, which is empty. Anything else is an error, or does not come from Ollama. */
class EmptyBodyDecoder implements BodyDecoder {
  readonly done = false;
  readonly values = 0;
  readonly #context: ResponseContext;
  readonly #decoder = new TextDecoder();
  #text = '';

  constructor(context: ResponseContext) {
    this.#context = context;
  }

  push(bytes: Uint8Array): void {
    if (this.#text.length < MAX_CHARACTERS) this.#text += this.#decoder.decode(bytes, { stream: true });
  }

  end(): void {
    const text = this.#text.trim();
    // What a proxy makes of an empty response.
    if (text === '' || text === 'null') return;
    const body = parseObject(text);
    if (carriesError(body)) throw this.#context.apiError(body);
    throw new StreamError(
      'unexpected_response',
      'The response to the deletion of a model is not from Ollama, which responds without content. Check that "baseUrl" is the address of an Ollama server, and whether models.list() still has the model.',
    );
  }

  stop(): void {}
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Sends `DELETE /api/delete`. Never retried, because a second deletion would report that there is no such model. */
export async function deleteModel(
  { http, root }: NativeApi,
  body: OllamaDeleteRequest,
  options?: CallOptions,
): Promise<void> {
  const source = http.requestStream<never>(
    { method: 'DELETE', path: `${root}/delete`, body, options, safeToRetry: false },
    (_emit, context) => new EmptyBodyDecoder(context),
  );
  await new Promise<void>((resolve, reject) => {
    source.subscribe({ next: () => {}, error: reject, complete: resolve });
  });
}
