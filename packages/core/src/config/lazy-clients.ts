import type { LmClient } from '../contract/lm-client.js';
import { didYouMean } from '../validate/check.js';
import { throwAll } from '../di/disposables.js';
import { LmError } from '../errors/lm-error.js';
import { quoteName } from '../errors/looks-secret.js';
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
  readonly defaultName: string;
  /** Functions that create the clients, by name. */
  readonly compose: ReadonlyMap<string, () => LmClient>;
}

/** Clients that are created when they are first requested. */
export class LazyClients implements LmClients {
  readonly names: readonly string[];
  readonly defaultName: string;
  readonly #compose: Composition['compose'];
  readonly #clients = new Map<string, LmClient>();
  readonly #beingMade = new Set<string>();
  #closing: Promise<void> | undefined;

  constructor(composition: Composition) {
    this.#compose = composition.compose;
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
    const make = this.#compose.get(name);
    if (make === undefined) {
      const known =
        this.names.length === 1 ? `The only name is ${listed(this.names)}` : `Use one of ${listed(this.names)}`;
      throw new LmError(
        'config_invalid',
        `clients.get(): ${quoteName(name)} is not the name of a provider. ${known}.${didYouMean(name, this.names)}`,
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
        `The client "${name}" depends on itself: it was requested while it was being created. Resolve it after its creation.`,
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
