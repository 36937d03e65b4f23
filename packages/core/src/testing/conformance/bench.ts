import type { ClientConfig } from '../../contract/client-config.js';
import type { LmClient } from '../../contract/lm-client.js';
import { createClient } from '../../client/create-client.js';
import { FakeClock } from '../fake-clock.js';
import { FakeTransport, type FakeReply, type FakeRequest } from '../fake-transport.js';
import { ensure } from './assert.js';
import type { ConformanceOptions } from './conformance-options.js';
import { Tap } from './tap.js';
import { settle, turns, until } from './turns.js';

/** What the server answers next: one reply for every request, or a function that chooses. */
export type BenchScript = FakeReply | ((request: FakeRequest) => FakeReply);

/** Settings of the client besides the author's. */
export type BenchSettings = Pick<ClientConfig, 'limits'>;

/** One client of the provider with everything around it scripted. */
export class Bench {
  readonly clock = new FakeClock();
  readonly transport = new FakeTransport();
  readonly tap = new Tap();
  readonly client: LmClient;
  readonly #options: ConformanceOptions;
  readonly #besides = new Set<FakeRequest>();
  #script: BenchScript;

  constructor(options: ConformanceOptions, script: BenchScript, settings: BenchSettings = {}) {
    this.#options = options;
    this.#script = script;
    this.transport.reply(this.#answer);
    const { transport, clock } = this;
    const made = options.factory({ transport, clock });
    if (!('plugins' in made)) {
      this.client = made;
      return;
    }
    const plugins = made.plugins.map((plugin) => this.tap.plugin(plugin));
    this.client = createClient({ plugins, config: { ...made.config, ...settings }, transport, clock });
  }

  /** What was sent, without what the provider asked besides. */
  get sent(): FakeRequest[] {
    return this.transport.requests.filter((request) => !this.#besides.has(request));
  }

  /** Changes what the server answers. */
  answers(script: BenchScript): void {
    this.#script = script;
  }

  /** Waits until a request is there; gives it. */
  async request(): Promise<FakeRequest> {
    await until(() => this.sent.length > 0, 'The request');
    return this.sent[0] as FakeRequest;
  }

  /** Everything that the call took is given back. */
  async tidy(after: string): Promise<void> {
    await turns();
    const { transport, clock } = this;
    ensure(transport.open === 0, `${after}, ${transport.open} connection(s) are left open.`);
    ensure(clock.timers === 0, `${after}, ${clock.timers} timer(s) still run.`);
  }

  /** Ends the client. */
  close(): Promise<void> {
    return settle(this.client.close(), 'client.close()');
  }

  readonly #answer = (request: FakeRequest): FakeReply => {
    this.transport.reply(this.#answer);
    const beside = this.#options.besides?.(request);
    if (beside === undefined) return typeof this.#script === 'function' ? this.#script(request) : this.#script;
    this.#besides.add(request);
    return beside;
  };
}

/** Runs a test on a bench of its own. */
export async function withBench(
  options: ConformanceOptions,
  script: BenchScript,
  run: (bench: Bench) => Promise<void>,
  settings?: BenchSettings,
): Promise<void> {
  const bench = new Bench(options, script, settings);
  try {
    await run(bench);
  } finally {
    await bench.close();
  }
}
