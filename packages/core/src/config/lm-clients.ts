import type { LmClient } from '../contract/lm-client.js';

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
