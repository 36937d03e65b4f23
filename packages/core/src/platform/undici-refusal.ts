import { LmError } from '../errors/lm-error.js';

/** Replaces the transport of Node and Deno in other runtimes. Its constructor throws `config_invalid`. */
// oxlint-disable-next-line typescript/no-extraneous-class -- must be constructible like the real class
export class UndiciTransport {
  constructor() {
    throw new LmError(
      'config_invalid',
      'UndiciTransport is supported on Node and Deno only. Use FetchTransport in this runtime.',
    );
  }
}
