import { CapabilityError, type CallOptions, type Capability, type HttpClient } from '@lmux/core/provider';
import { props } from './endpoint.js';

/** The words for each capability in an error message. */
const OPERATIONS: { readonly [Key in Capability]?: string } = {
  'models.load': 'loading',
  'models.unload': 'unloading',
  'models.download': 'downloading',
  'models.downloadStatus': 'downloading',
  'models.delete': 'deleting',
};

/** Determines if a server is a router. The role is requested when it is first needed, and remembered. */
export class ServerRole {
  readonly #http: HttpClient;
  #isRouter: boolean | undefined;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /** Rejects with `capability_unsupported` if the server is not a router. */
  async needRouter(capability: Capability, route: string, options: CallOptions): Promise<void> {
    // A failed request is not remembered, because the server may be available the next time.
    this.#isRouter ??= (await props(this.#http, {}, options)).role === 'router';
    if (this.#isRouter) return;
    throw new CapabilityError(
      `This llama-server serves only the model that it was started with, and ${OPERATIONS[capability] ?? 'managing'} models requires a router. Start a router without a model: llama-server --models-dir DIR or llama-server --models-preset FILE.`,
      { provider: 'llamacpp', missing: [{ feature: capability, routes: [route] }], supportedBy: [] },
    );
  }
}
