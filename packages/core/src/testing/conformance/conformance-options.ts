import type { ClientConfig } from '../../contract/client-config.js';
import type { LmClient } from '../../contract/lm-client.js';
import type { Clock } from '../../clock/clock.js';
import type { ProviderPlugin } from '../../provider/provider-plugin.js';
import type { Transport } from '../../transport/transport.js';
import type { FakeAnswer, FakeRequest } from '../fake-transport.js';
import type { ConformanceFixtures } from './conformance-fixtures.js';

/** Names a test and gives what it does: vitest's `test`, node:test's, mocha's `it`. A test that fails rejects. */
export type ConformanceTest = (name: string, run: () => Promise<void>) => unknown;

/** What a client that is made by hand has to be made of. */
export interface ConformanceParts {
  /** Answers with the fixtures and keeps what was sent. */
  readonly transport: Transport;
  /** Time, moved by the suite. */
  readonly clock: Clock;
}

/** A provider, as an application would name it. */
export interface ConformanceSubject {
  /** The plugin, and those of the same application, if any. */
  readonly plugins: readonly ProviderPlugin[];
  /** Which of them, where, with what. */
  readonly config: ClientConfig;
}

/** What the suite needs. */
export interface ConformanceOptions {
  /** The runner's function for one test. */
  readonly test: ConformanceTest;
  /**
   * What is tested, anew for each test: the plugin and a configuration. A client made by hand from the parts works too, to test what is
   * wrapped around one; then the suite sees only what such a client lets through.
   */
  readonly factory: (parts: ConformanceParts) => ConformanceSubject | LmClient;
  /** What the server answers, per route. */
  readonly fixtures: ConformanceFixtures;
  /** Answers requests that the provider makes besides the one asked for, a probe of the server for instance; `undefined` leaves it to the fixture. */
  readonly besides?: ((request: FakeRequest) => FakeAnswer | undefined) | undefined;
}
