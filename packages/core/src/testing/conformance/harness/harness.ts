import type { Operation } from '../../../contract/capability.js';
import type { ClientConfig } from '../../../contract/client-config.js';
import type { LmClient } from '../../../contract/lm-client.js';
import { createClient } from '../../../client/create-client.js';
import { FakeClock } from '../../fake-clock.js';
import { FakeTransport, type FakeOutcome, type FakeRequest } from '../../fake-transport.js';
import { ensure } from '../checks/assert.js';
import type { ConformanceOptions } from '../conformance-options.js';
import { flushEventLoop, settle, waitUntil } from './event-loop.js';
import { ProviderSpy } from './provider-spy.js';

/** The server's behavior: one outcome for every request, or a function that selects one. */
export type HarnessScript = FakeOutcome | ((request: FakeRequest) => FakeOutcome);

/** Client settings that a case adds to those of the factory. */
export type HarnessSettings = Pick<ClientConfig, 'limits' | 'redirect' | 'modelCapabilities'>;

/** A client of the provider under test with a scripted transport, a fake clock and a spy on the provider. */
export class Harness {
  readonly clock = new FakeClock();
  readonly transport = new FakeTransport();
  readonly spy = new ProviderSpy();
  readonly client: LmClient;
  readonly #options: ConformanceOptions;
  readonly #sideRequests = new Set<FakeRequest>();
  /** The operation of each request. */
  readonly #operations = new Map<FakeRequest, Operation | undefined>();
  #script: HarnessScript;

  constructor(options: ConformanceOptions, script: HarnessScript, settings: HarnessSettings = {}) {
    this.#options = options;
    this.#script = script;
    this.transport.reply(this.#respond);
    const { transport, clock } = this;
    const made = options.factory({ transport, clock });
    if (!('plugins' in made)) {
      this.client = made;
      return;
    }
    const plugins = made.plugins.map((plugin) => this.spy.plugin(plugin));
    // Only the cases of descriptions are about the requests with which the client asks for one.
    const config: ClientConfig = { ...made.config, modelCapabilities: 'off', ...settings };
    this.client = createClient({ plugins, config, transport, clock });
  }

  /** The requests that were sent, without the side requests of the provider. */
  get sent(): FakeRequest[] {
    return this.transport.requests.filter((request) => !this.#sideRequests.has(request));
  }

  /** The requests that an operation sent, with the side requests of the provider. */
  sentBy(operation: Operation): FakeRequest[] {
    return this.transport.requests.filter((request) => this.#operations.get(request) === operation);
  }

  /** Changes the outcome of all further requests. */
  respondWith(script: HarnessScript): void {
    this.#script = script;
  }

  /** Waits for the first request and returns it. */
  async request(): Promise<FakeRequest> {
    await waitUntil(
      () => this.sent.length > 0,
      'The call sent no request. Send it as soon as the operation is called.',
    );
    return this.sent[0] as FakeRequest;
  }

  /** Throws if a call has not released its connections and timers. */
  async checkReleased(after: string): Promise<void> {
    await flushEventLoop();
    const { transport, clock } = this;
    ensure(
      transport.open === 0,
      `${after}, ${transport.open} connection(s) are still open. Read each response to its end, or cancel it.`,
    );
    ensure(clock.timers === 0, `${after}, ${clock.timers} timer(s) are still running. Clear them when a call ends.`);
  }

  /** Closes the client. */
  close(): Promise<void> {
    return settle(this.client.close(), 'The call to client.close()');
  }

  readonly #respond = (request: FakeRequest): FakeOutcome => {
    this.transport.reply(this.#respond);
    this.#operations.set(request, this.spy.operation);
    const response = this.#options.respondToSideRequest?.(request, this.spy.operation);
    if (response === undefined) return typeof this.#script === 'function' ? this.#script(request) : this.#script;
    this.#sideRequests.add(request);
    return response;
  };
}

/** Runs a case with a new harness and then closes its client. */
export async function withHarness(
  options: ConformanceOptions,
  script: HarnessScript,
  run: (harness: Harness) => Promise<void>,
  settings?: HarnessSettings,
): Promise<void> {
  const harness = new Harness(options, script, settings);
  try {
    await run(harness);
  } finally {
    await harness.close();
  }
}
