import type { LmClient } from '../contract/lm-client.js';
import { didYouMean } from '../validate/check.js';
import { throwAll } from '../di/disposables.js';
import { LmError } from '../errors/lm-error.js';
import { listed } from './check-lmux-config.js';

/** The clients of a configuration. Each is created when it is first requested. */
export interface LmClients extends AsyncDisposable {
  /** Names of all providers of the configuration. */
  readonly names: readonly string[];
  /** Name of the default provider. */
  readonly defaultName: string;
  /** The client of the default provider. */
  readonly default: LmClient;
  /**
   * Returns the client of a provider. Always returns the same client for the same name.
   *
   * @param name Name of the provider in the configuration. Default: `defaultName`.
   * @throws `config_invalid` if there is no provider with that name, or an environment variable that it refers to is missing or invalid.
   */
  get(name?: string): LmClient;
  /** Closes all clients that have been created. No client can be requested afterwards. */
  close(): Promise<void>;
}

/** The parts of `LazyClients`. */
export interface Composition {
  /** Name of the configuration for messages. */
  readonly file: string;
  readonly defaultName: string;
  /** Functions that create the clients, by name. */
  readonly compose: ReadonlyMap<string, () => LmClient>;
}

/** Clients that are created when they are first requested. */
export class LazyClients implements LmClients {
  readonly names: readonly string[];
  readonly defaultName: string;
  readonly #composition: Composition;
  readonly #clients = new Map<string, LmClient>();
  readonly #beingMade = new Set<string>();
  #closing: Promise<void> | undefined;

  constructor(composition: Composition) {
    this.#composition = composition;
    this.names = [...composition.compose.keys()];
    this.defaultName = composition.defaultName;
  }

  get default(): LmClient {
    return this.get();
  }

  get(name = this.defaultName): LmClient {
    if (this.#closing !== undefined) throw new LmError('closed', 'The clients are closed. Create new ones.');
    const made = this.#clients.get(name);
    if (made !== undefined) return made;
    const { file, compose } = this.#composition;
    const make = compose.get(name);
    if (make === undefined) {
      throw new LmError(
        'config_invalid',
        `${file}: There is no provider "${name}". The providers are ${listed(this.names)}.${didYouMean(name, this.names)}`,
      );
    }
    // A failure is not kept, since the environment variable may be set by the next request.
    const client = this.#make(name, make);
    this.#clients.set(name, client);
    return client;
  }

  #make(name: string, make: () => LmClient): LmClient {
    if (this.#beingMade.has(name)) {
      throw new LmError(
        'plugin_invalid',
        `The client "${name}" was requested while it was being created. Request it later.`,
      );
    }
    this.#beingMade.add(name);
    try {
      const client = make();
      if (this.#closing === undefined) return client;
      client.close().catch(() => {});
      throw new LmError('closed', `The clients were closed while the client "${name}" was being created.`);
    } finally {
      this.#beingMade.delete(name);
    }
  }

  close(): Promise<void> {
    // Only the first call rejects with the failures.
    if (this.#closing !== undefined) return this.#closing.catch(() => {});
    this.#closing = this.#closeAll();
    return this.#closing;
  }

  /** Closes all clients concurrently, so that none accepts calls while another is being closed. */
  async #closeAll(): Promise<void> {
    const results = await Promise.allSettled([...this.#clients.values()].map((client) => client.close()));
    throwAll(results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : [])));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
