import type { CallOptions, EmulateMode } from '../contract/call-options.js';
import type { CapabilityMatrix, ChatFeature } from '../contract/capability.js';
import type { ChatRequest } from '../contract/chat.js';
import type { ClientConfig } from '../contract/client-config.js';
import type { Plan } from '../contract/plan.js';
import type { PlanInput } from './plan-request.js';

/** The features that lmux can make from `jsonSchema`. */
const EMULATED: ReadonlySet<string> = /* @__PURE__ */ new Set<ChatFeature>([
  'tools',
  'toolChoice',
  'parallelToolCalls',
]);

/** Returns true if lmux can make a feature from `jsonSchema`. */
export function canBeEmulated(feature: string): boolean {
  return EMULATED.has(feature);
}

/** A request for which tools may be emulated. */
export interface EmulationInput extends PlanInput {
  readonly emulate: EmulateMode;
  /** True if the request has tools, and not only a history with tool calls. */
  readonly hasTools: boolean;
}

/** A planned chat with emulated tools. */
export interface EmulatedChat {
  readonly request: ChatRequest;
  /** The features that the server provides. */
  readonly features: readonly ChatFeature[];
  readonly call: { readonly route: string; readonly options: CallOptions };
}

/** The parts of a client that emulated tools depend on. */
export interface EmulationParts {
  readonly matrix: CapabilityMatrix;
  readonly config: ClientConfig;
  readonly generateId: () => string;
}

/** Plans a request. */
export type PlanFunction = (matrix: CapabilityMatrix, input: PlanInput) => Plan;

/** What plans emulated tools. Most clients in browsers have none, so the planner works without it. */
export interface EmulationPlanner {
  /**
   * Plans a request with emulated tools if they are needed or always wanted.
   *
   * @param planRequest Plans a request without an emulation. It is passed, because the platform files, which provide the emulation on Node, must not import
   *   the planner.
   */
  readonly plan: (planRequest: PlanFunction, matrix: CapabilityMatrix, input: EmulationInput) => Plan;
  /**
   * Returns the step that makes a refused request work by another use of emulated tools. `undefined` if something else is missing.
   *
   * @param lacks For each route that has `jsonSchema` and lacks only features that can be made from it, these features.
   */
  readonly step: (lacks: readonly (readonly string[])[], refused: Plan, emulate: EmulateMode) => string | undefined;
  /** Returns the request that is sent instead of one with emulated tools. */
  readonly sentRequest: (parts: EmulationParts, chat: EmulatedChat) => Promise<ChatRequest>;
}
