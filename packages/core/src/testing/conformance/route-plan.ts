import type { CallOptions } from '../../contract/call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature, Operation, Support } from '../../contract/capability.js';
import type { ChatRequest } from '../../contract/chat.js';
import { dependsOnModel, supportOf } from '../../capability/support.js';
import type { FakeRequest, FakeResponse } from '../fake-transport.js';
import type { ConformanceFixture, ConformanceResponse, NoResponse, ScenarioName } from './conformance-fixtures.js';
import type { ConformanceOptions } from './conformance-options.js';
import { settle } from './harness/event-loop.js';
import { withHarness, type Harness, type HarnessScript, type HarnessSettings } from './harness/harness.js';
import { call } from './harness/operations.js';

/** A test case of the suite. */
export interface Case {
  readonly name: string;
  readonly run: () => Promise<void>;
}

function isNone(fixture: ConformanceFixture): fixture is NoResponse {
  return 'none' in fixture;
}

/** Returns the body of a response as bytes. */
export function bytesOf({ body = '', json }: ConformanceResponse): Uint8Array {
  const whole = json === undefined ? body : JSON.stringify(json);
  return typeof whole === 'string' ? new TextEncoder().encode(whole) : whole;
}

/** Converts a response of the fixtures to one of the fake transport, unchanged or with another body or ending. */
export function fakeResponseOf(
  response: ConformanceResponse,
  change: Pick<FakeResponse, 'body' | 'ending'> = {},
): FakeResponse {
  const { status, headers, json } = response;
  const type = json === undefined ? undefined : { 'content-type': 'application/json' };
  return { status, headers: { ...type, ...headers }, body: bytesOf(response), ...change };
}

/** A route of the provider under test, with its part of the matrix and the fixtures. */
export class RoutePlan {
  readonly route: string;
  readonly matrix: CapabilityMatrix;
  readonly #options: ConformanceOptions;

  constructor(options: ConformanceOptions, matrix: CapabilityMatrix, route: string) {
    this.#options = options;
    this.matrix = matrix;
    this.route = route;
  }

  /** Returns the support that the matrix declares. */
  supportOf(item: Capability | ChatFeature): Support {
    return supportOf(this.matrix.routes[this.route]?.[item]);
  }

  /** True if a model may lack something that the route supports, according to the matrix. */
  dependsOnModel(item: Capability | ChatFeature): boolean {
    return this.supportOf(item) !== 'no' && dependsOnModel(this.matrix.routes[this.route]?.[item]);
  }

  /** Returns the plans of all routes, in their order. */
  routes(): RoutePlan[] {
    return Object.keys(this.matrix.routes).map((route) => new RoutePlan(this.#options, this.matrix, route));
  }

  /** Returns the fixture of a scenario, or `undefined` if there is none. */
  fixtureOf(name: ScenarioName): ConformanceFixture | undefined {
    return this.#options.fixtures[this.route]?.[name];
  }

  /** Returns the responses of a scenario. The array is empty without a fixture, or if the fixture is `{ none }`. */
  responsesOf(name: ScenarioName): readonly ConformanceResponse[] {
    const fixture = this.fixtureOf(name);
    if (fixture === undefined || isNone(fixture)) return [];
    return Array.isArray(fixture) ? (fixture as readonly ConformanceResponse[]) : [fixture as ConformanceResponse];
  }

  /** Returns the responses of a scenario, each with the label of its cases. */
  labeledResponsesOf(name: ScenarioName): readonly (readonly [label: string, response: ConformanceResponse])[] {
    const responses = this.responsesOf(name);
    const [only] = responses;
    if (only !== undefined && responses.length === 1) return [[name, only]];
    return responses.map((response, index) => [`${name} (response ${index + 1})`, response]);
  }

  /**
   * Returns the first response of the scenario that is named after the capability, for cases that work with any
   * response.
   */
  responseOf(capability: Operation): ConformanceResponse | undefined {
    return this.responsesOf(capability)[0];
  }

  /** True if the suite tests a capability: it is declared, or it is `unknown` and has a fixture. */
  tests(capability: Operation): boolean {
    const support = this.supportOf(capability);
    return support === 'yes' || (support === 'unknown' && this.responseOf(capability) !== undefined);
  }

  /**
   * Returns the options of a call: this route, no retries and no emulated tools, unless `more` changes them. The suite tests what the provider
   * does itself.
   */
  callOptions(more: CallOptions = {}): CallOptions {
    return { route: this.route, retry: false, emulate: 'never', ...more };
  }

  /** Calls an operation on this route. Rejects if the call never settles. */
  call(
    { client }: Harness,
    operation: Operation,
    request: Partial<ChatRequest> = {},
    options: CallOptions = {},
  ): Promise<object> {
    return settle(call(client, operation, this.callOptions(options), request), 'The call');
  }

  /** Calls an operation on this route. Resolves with the requests that it sent. */
  async requestsOf(
    harness: Harness,
    operation: Operation,
    request: Partial<ChatRequest> = {},
    options: CallOptions = {},
  ): Promise<readonly FakeRequest[]> {
    const before = harness.sent.length;
    await this.call(harness, operation, request, options);
    return harness.sent.slice(before);
  }

  /** Creates a case of this route. `settings` are added to the client's configuration. */
  case(
    name: string,
    script: HarnessScript,
    run: (harness: Harness) => Promise<void>,
    settings?: HarnessSettings,
  ): Case {
    return { name: `route ${this.route}: ${name}`, run: () => withHarness(this.#options, script, run, settings) };
  }
}
