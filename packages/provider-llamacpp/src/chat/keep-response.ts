import type { CallOptions, HttpCall, Warning } from '@lmux/core/provider';
import type { StreamResume } from '@lmux/core/provider/streams';
import { OPENAI_PREFIX } from '../server/endpoint.js';

/** The parts of a call whose response the server keeps. */
export interface KeptResponse {
  readonly options: CallOptions;
  readonly resume: StreamResume;
}

/** Not to be guessed: whoever knows the id can read the response and end it. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Has the server keep a response (4 MiB of it, until 300 s after its end) under an id that is new each time: it has one response for each.
 * The id goes without a model's name: a router remembers to which model it has sent the id.
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
