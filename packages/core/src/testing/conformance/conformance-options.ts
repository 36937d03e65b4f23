import type { ClientConfig } from '../../contract/client-config.js';
import type { LmClient } from '../../contract/lm-client.js';
import type { Clock } from '../../clock/clock.js';
import type { ProviderPlugin } from '../../provider/provider-plugin.js';
import type { Transport } from '../../transport/transport.js';
import type { FakeResponse, FakeRequest } from '../fake-transport.js';
import type { ConformanceFixtures } from './conformance-fixtures.js';

/** Registers a test by name: `test` of vitest or node:test, `it` of mocha. A failing test rejects. */
export type ConformanceTest = (name: string, run: () => Promise<void>) => unknown;

/** The parts from which a factory must make its own client. */
export interface ConformanceParts {
  /** Responds with the fixtures and records the requests. */
  readonly transport: Transport;
  /** A clock that the suite advances. */
  readonly clock: Clock;
}

/** A provider with its configuration, as an application would pass them to `createClient`. */
export interface ConformanceSubject {
  /** The plugin of the provider, and other plugins that it needs. */
  readonly plugins: readonly ProviderPlugin[];
  /** The configuration that selects the provider. */
  readonly config: ClientConfig;
}

/** Options of `providerConformance`. */
export interface ConformanceOptions {
  /** The runner's function for one test. */
  readonly test: ConformanceTest;
  /**
   * Creates the subject of each test: the plugin and a configuration. It may return a client made from the parts instead, to test a
   * wrapper around a client. The suite then sees only what that client passes on.
   */
  readonly factory: (parts: ConformanceParts) => ConformanceSubject | LmClient;
  /** The server's responses, by route. */
  readonly fixtures: ConformanceFixtures;
  /** Responds to requests that the provider sends in addition to that of the operation, such as a probe of the server. `undefined` uses the fixture. */
  readonly respondToSideRequest?: ((request: FakeRequest) => FakeResponse | undefined) | undefined;
}
