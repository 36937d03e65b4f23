import { CapabilityError, type CallOptions, type Capability, type HttpClient } from '@lmux/core/provider';
import { props } from './endpoint.js';

/** What each verb does, for people. */
const OPERATIONS: { readonly [Key in Capability]?: string } = {
  'models.load': 'loading',
  'models.unload': 'unloading',
  'models.download': 'downloading',
  'models.downloadStatus': 'downloading',
};

/** Whether a server has many models or one: requested when it first matters, and remembered. */
export class ServerRole {
  readonly #http: HttpClient;
  #isRouter: boolean | undefined;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /** Rejects with `capability_unsupported` where the server is no router. */
  async needRouter(capability: Capability, route: string, options: CallOptions): Promise<void> {
    // A failure is not remembered: the server may be up the next time.
    this.#isRouter ??= (await props(this.#http, undefined, options)).role === 'router';
    if (this.#isRouter) return;
    throw new CapabilityError(
      `This llama-server serves the one model that it was started with; ${OPERATIONS[capability] ?? 'managing'} models needs a router: start it without a model, as llama-server --models-dir DIR or llama-server --models-preset FILE.`,
      { provider: 'llamacpp', missing: [{ feature: capability, routes: [route] }], supportedBy: [] },
    );
  }
}
