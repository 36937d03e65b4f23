import type { CallOptions, HttpCall, Warning } from '@lmux/core/provider';
import type { StreamResume } from '@lmux/core/provider/streams';
import { OPENAI_PREFIX } from '../server/endpoint.js';

/** The options and the means to resume a call whose response the server stores. */
export interface KeptResponse {
  readonly options: CallOptions;
  readonly resume: StreamResume;
}

/** Generates an id that cannot be guessed, since anyone with the id can read the response and cancel it. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Makes the server store a response so that it can be resumed. The server stores the last 4 MiB until 300 s after the end of the response.
 * The id is new for each request, because the server stores one response for each id. It does not contain the name of the model, because
 * a router remembers which model an id belongs to.
 */
export function keepResponse(options: CallOptions, warn: (warning: Warning) => void): KeptResponse {
  const id = randomId();
  const path = `${OPENAI_PREFIX}/stream?conv_id=${id}`;
  const rest: Pick<HttpCall, 'options' | 'accept'> = { options, accept: 'text/event-stream' };
  return {
    options: { ...options, headers: { ...options.headers, 'x-conversation-id': id } },
    resume: {
      continueFrom: (bytes) => ({ ...rest, method: 'GET', path: `${path}&from=${bytes}` }),
      cancel: () => ({ method: 'DELETE', path, options }),
      warn,
    },
  };
}
