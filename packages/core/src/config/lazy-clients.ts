import type { LmClient } from '../contract/lm-client.js';
import { didYouMean } from '../validate/check.js';
import { throwAll } from '../di/disposables.js';
import { LmError } from '../errors/lm-error.js';
import { listed } from './check-lmux-config.js';

/** The clients of a configuration, each made when it is first asked for. */
export interface LmClients extends AsyncDisposable {
  /** Names of all providers of the configuration. */
  readonly names: readonly string[];
  /** Name of the one to use unless told otherwise. */
  readonly defaultName: string;
  /** The client to use unless told otherwise; made when it is first read. */
  readonly default: LmClient;
  /**
   * The client of that name, always the same one.
   *
   * @param name Default: the default's.
   * @throws `config_invalid` where there is no such name, or the environment lacks what the configuration refers to.
   */
  get(name?: string): LmClient;
  /** Closes the clients that have been made. */
  close(): Promise<void>;
}

/** What the clients of a configuration are made of. */
export interface Composition {
  /** What errors call the configuration. */
  readonly file: string;
  readonly defaultName: string;
  /** Makes the client of each name. */
  readonly compose: ReadonlyMap<string, () => LmClient>;
}

/** Clients that are made when they are first asked for. */
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
    if (this.#closing !== undefined) throw new LmError('closed', 'The clients are closed; make new ones.');
    const made = this.#clients.get(name);
    if (made !== undefined) return made;
    const { file, compose } = this.#composition;
    const make = compose.get(name);
    if (make === undefined) {
      throw new LmError(
        'config_invalid',
        `${file}: there is no provider "${name}"; there are ${listed(this.names)}.${didYouMean(name, this.names)}`,
      );
    }
    // One that fails is not kept: the environment may have what it needs the next time.
    const client = this.#make(name, make);
    this.#clients.set(name, client);
    return client;
  }

  #make(name: string, make: () => LmClient): LmClient {
    if (this.#beingMade.has(name)) {
      throw new LmError('plugin_invalid', `The client "${name}" is needed to make itself. Resolve it later.`);
    }
    this.#beingMade.add(name);
    try {
      const client = make();
      if (this.#closing === undefined) return client;
      client.close().catch(() => {});
      throw new LmError('closed', `The clients were closed while the client "${name}" was made.`);
    } finally {
      this.#beingMade.delete(name);
    }
  }

  close(): Promise<void> {
    // Whoever closes again waits too, but the failures have been told to the first.
    if (this.#closing !== undefined) return this.#closing.catch(() => {});
    this.#closing = this.#closeAll();
    return this.#closing;
  }

  /** Closes all at once: none takes a call while another one is closed. */
  async #closeAll(): Promise<void> {
    const results = await Promise.allSettled([...this.#clients.values()].map((client) => client.close()));
    throwAll(results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : [])));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
