import type { EmulationPlanner } from '../capability/emulation-planner.js';
import type { CallOptions } from '../contract/call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature } from '../contract/capability.js';
import type { ClientConfig } from '../contract/client-config.js';
import type { Clock } from '../clock/clock.js';
import type { HttpSlot } from '../http/http-slot.js';
import type { InsecureServer } from '../http/insecure-key.js';
import type { Logger } from '../logging/logger.js';
import type { Provider, ProviderCall } from '../provider/provider.js';

/** The parts of a client. */
export interface ClientParts {
  readonly provider: Provider;
  readonly matrix: CapabilityMatrix;
  /** Matrices of the other registered providers. */
  readonly others: readonly CapabilityMatrix[];
  readonly config: ClientConfig;
  readonly clock: Clock;
  /** The risk of sending a key over plain http. The first response has its warning. Default: none. */
  readonly insecure?: InsecureServer | undefined;
  readonly logger: Logger;
  /** What plans emulated tools. `undefined` if nothing emulates them. */
  readonly emulation: EmulationPlanner | undefined;
  /** Generates the ids of emulated tool calls. */
  readonly generateId: () => string;
}

/** A request and its call, ready for the provider. */
export interface Prepared<Request> {
  readonly capability: Capability;
  /** The features that the request needs in addition to the capability. */
  readonly features: readonly ChatFeature[];
  /** The features that lmux makes from others. The request still has them as the caller passed them. */
  readonly emulated: readonly ChatFeature[];
  readonly request: Request;
  readonly call: ProviderCall;
  /** Receives the HTTP response of the call. */
  readonly slot: HttpSlot;
}

/** A request for one model, before it is planned. */
export interface ModelRequest<Request> {
  readonly capability: Capability;
  readonly features: readonly ChatFeature[];
  readonly request: Request;
  readonly options: CallOptions;
  /** The model of a request that names none. */
  readonly fallback: string | undefined;
}
