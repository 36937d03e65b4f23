import type { CallOptions } from '../../contract/call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature, Support } from '../../contract/capability.js';
import { supportOf } from '../../capability/support.js';
import type { FakeAnswer } from '../fake-transport.js';
import { withBench, type Bench, type BenchScript, type BenchSettings } from './bench.js';
import type { ConformanceAnswer, ConformanceFixture, NoAnswer, ScenarioName } from './conformance-fixtures.js';
import type { ConformanceOptions } from './conformance-options.js';

/** One test: its name and what it does. */
export interface Case {
  readonly name: string;
  readonly run: () => Promise<void>;
}

function isNone(fixture: ConformanceFixture): fixture is NoAnswer {
  return 'none' in fixture;
}

/** The bytes of an answer. */
export function bytesOf({ body = '', json }: ConformanceAnswer): Uint8Array {
  const whole = json === undefined ? body : JSON.stringify(json);
  return typeof whole === 'string' ? new TextEncoder().encode(whole) : whole;
}

/** An answer as the transport gives it, with its body as it is or in another form. */
export function replyOf(answer: ConformanceAnswer, change: Pick<FakeAnswer, 'body' | 'ending'> = {}): FakeAnswer {
  const { status, headers, json } = answer;
  const type = json === undefined ? undefined : { 'content-type': 'application/json' };
  return { status, headers: { ...type, ...headers }, body: bytesOf(answer), ...change };
}

/** One route of the provider under test, with what the matrix and the fixtures say of it. */
export class RoutePlan {
  readonly route: string;
  readonly matrix: CapabilityMatrix;
  readonly #options: ConformanceOptions;

  constructor(options: ConformanceOptions, matrix: CapabilityMatrix, route: string) {
    this.#options = options;
    this.matrix = matrix;
    this.route = route;
  }

  /** What the matrix says. */
  supportOf(item: Capability | ChatFeature): Support {
    return supportOf(this.matrix.routes[this.route]?.[item]);
  }

  /** What the author gave; `undefined` for nothing. */
  fixtureOf(name: ScenarioName): ConformanceFixture | undefined {
    return this.#options.fixtures[this.route]?.[name];
  }

  /** The answers of a scenario; none where there is no fixture, or one that says why. */
  answersOf(name: ScenarioName): readonly ConformanceAnswer[] {
    const fixture = this.fixtureOf(name);
    if (fixture === undefined || isNone(fixture)) return [];
    return Array.isArray(fixture) ? (fixture as readonly ConformanceAnswer[]) : [fixture as ConformanceAnswer];
  }

  /** The first answer of a capability's own scenario: what is used where any answer will do. */
  answerOf(capability: Capability): ConformanceAnswer | undefined {
    return this.answersOf(capability)[0];
  }

  /** Whether the suite calls it: it is declared, or may be there and has a fixture. */
  tries(capability: Capability): boolean {
    const support = this.supportOf(capability);
    return support === 'yes' || (support === 'unknown' && this.answerOf(capability) !== undefined);
  }

  /** The settings of a call: this route, and nothing repeated. */
  callOptions(more: CallOptions = {}): CallOptions {
    return { route: this.route, retry: false, ...more };
  }

  /** A test of this route; with settings of the client where they are what is tested. */
  case(name: string, script: BenchScript, run: (bench: Bench) => Promise<void>, settings?: BenchSettings): Case {
    return { name: `route ${this.route}: ${name}`, run: () => withBench(this.#options, script, run, settings) };
  }
}
