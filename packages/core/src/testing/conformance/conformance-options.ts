import type { Capability } from '../../contract/capability.js';
import type { ClientConfig } from '../../contract/client-config.js';
import type { LmClient } from '../../contract/lm-client.js';
import type { Clock } from '../../clock/clock.js';
import type { ProviderPlugin } from '../../provider/provider-plugin.js';
import type { Transport } from '../../transport/transport.js';
import type { FakeResponse, FakeRequest } from '../fake-transport.js';
import type { ConformanceFixtures } from './conformance-fixtures.js';

/**
 * Registers a test by name, such as `test` of Vitest or node:test, or `it` of Mocha. The promise of a failing test
 * rejects.
 */
export type ConformanceTest = (name: string, run: () => Promise<void>) => unknown;

/** The parts with which a factory must create its own client. */
export interface ConformanceParts {
  /** Responds with the fixtures and records the requests. */
  readonly transport: Transport;
  /** A clock that the suite controls. */
  readonly clock: Clock;
}

/** A provider and its configuration, as an application would pass them to `createClient`. */
export interface ConformanceSubject {
  /** The plugin of the provider, and any other plugins that it needs. */
  readonly plugins: readonly ProviderPlugin[];
  /** The configuration that selects the provider. */
  readonly config: ClientConfig;
}

/** Options of `providerConformance`. */
export interface ConformanceOptions {
  /** The test function of the runner. */
  readonly test: ConformanceTest;
  /**
   * Creates the subject of each test: the plugin and a configuration. To test a wrapper around a client, it may return
   * a client that was created with the parts. The suite then tests only what is visible through that client. Set `modelCapabilities` of its
   * configuration to `off`, because the suite counts its requests.
   */
  readonly factory: (parts: ConformanceParts) => ConformanceSubject | LmClient;
  /** The server's responses, by route. */
  readonly fixtures: ConformanceFixtures;
  /**
   * Responds to requests that the provider sends in addition to the request of the operation, such as a probe of the
   * server. Return `undefined` to respond with the fixture. `operation` is `undefined` if the factory returns a client.
   */
  readonly respondToSideRequest?:
    | ((request: FakeRequest, operation: Capability | undefined) => FakeResponse | undefined)
    | undefined;
}
