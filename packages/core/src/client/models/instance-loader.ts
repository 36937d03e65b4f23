import type { LoadProgress, LoadRequest, ModelInfo } from '../../contract/model.js';
import type { Warning } from '../../contract/warning.js';
import type { LoadedInstance, ProviderCall, ProviderLoadCall, WithModel } from '../../provider/provider.js';
import { resolveModel } from '../../provider/resolve-model.js';
import { SingleFlight } from './single-flight.js';

/** The operations of a provider that are needed to find or load an instance. */
export interface InstanceOperations {
  /** Returns the canonical form of a model name. */
  readonly canonicalName: (name: string) => string;
  readonly list: (call: ProviderCall) => Promise<ModelInfo[]>;
  readonly load: (request: WithModel<LoadRequest>, call: ProviderLoadCall) => Promise<LoadedInstance>;
  /** Unloads an instance. An instance that is no longer loaded is not an error. */
  readonly unload: (instanceId: string, call: ProviderCall) => Promise<void>;
  /** Reports that a running instance is returned instead of loading the model. */
  readonly reuse: (model: string, instance: LoadedInstance) => void;
  /** True if a load cannot change the context length. */
  readonly hasFixedContextLength?: boolean | undefined;
}

/** The planned calls of one caller. */
export interface InstanceCalls {
  readonly list: ProviderCall;
  readonly load: ProviderLoadCall;
  /** If set, an instance with another context length than the requested one is unloaded and the model is loaded again. */
  readonly unload: ProviderCall | undefined;
}

/** The instance that was found or loaded. */
export interface EnsuredInstance {
  readonly instance: LoadedInstance;
  readonly loadedNow: boolean;
  /** True if the model may have been loaded before, because the server did not say whether it was. */
  readonly isShared?: boolean;
  /** Id of the instance that was unloaded because of its context length. */
  readonly replaced?: string | undefined;
}

function isMismatch({ contextLength: wanted }: LoadRequest, { contextLength: got }: LoadedInstance): boolean {
  return wanted !== undefined && got !== undefined && wanted !== got;
}

/** The reason why an instance has another context length than the requested one. */
type MismatchReason = 'not-reloaded' | 'chosen' | 'fixed';

/** The next step for the user, or the explanation, for each reason. */
const MISMATCH_STEPS: { readonly [Reason in MismatchReason]: string } = {
  'not-reloaded': `Pass { onMismatch: 'reload' } to reload the model, or omit "contextLength" to accept it.`,
  chosen: 'The server or a concurrent load chose it.',
  fixed: 'A load cannot change it. Set it where the server is configured, or omit "contextLength" to accept it.',
};

/** Returns the instance with the warnings of this request. The warnings of a shared load belong to the request of another caller. */
function withOwnWarnings(request: LoadRequest, ensured: EnsuredInstance, reason: MismatchReason): EnsuredInstance {
  const { instance, loadedNow } = ensured;
  const { contextLength: got, warnings = [] } = instance;
  const { contextLength: wanted } = request;
  if (!isMismatch(request, instance)) {
    const others = got === wanted ? warnings.filter(({ feature }) => feature !== 'contextLength') : warnings;
    return { ...ensured, instance: { ...instance, warnings: others } };
  }
  // A provider knows the reason better.
  if (warnings.some(({ code }) => code === 'context_length_mismatch')) return ensured;
  const next = MISMATCH_STEPS[loadedNow && reason === 'not-reloaded' ? 'chosen' : reason];
  const warning: Warning = {
    code: 'context_length_mismatch',
    feature: 'contextLength',
    message: `The model runs with a context length of ${got} tokens instead of the requested ${wanted}. ${next}`,
  };
  return { ...ensured, instance: { ...instance, warnings: [...warnings, warning] } };
}

/** Finds the running instance of a model or loads the model. Concurrent calls for a model share one load. */
export class InstanceLoader {
  readonly #operations: InstanceOperations;
  readonly #loads = new SingleFlight<EnsuredInstance, LoadProgress>();
  /** The context lengths that a server did not give a model: the requested and the resulting one. A reload would not change that. */
  readonly #refused = new Map<string, { readonly wanted: number | undefined; readonly got: number | undefined }>();

  constructor(operations: InstanceOperations) {
    this.#operations = operations;
  }

  /** Returns an instance of the model, with a warning if its context length is not the requested one. */
  async ensure(request: WithModel<LoadRequest>, wanted: InstanceCalls): Promise<EnsuredInstance> {
    const isFixed = this.#operations.hasFixedContextLength === true;
    const calls = isFixed ? { ...wanted, unload: undefined } : wanted;
    const reason = isFixed ? 'fixed' : calls.unload === undefined ? 'not-reloaded' : 'chosen';
    // The key is the model alone, since two concurrent loads with different context lengths would create two instances.
    const key = this.#operations.canonicalName(request.model);
    const joined = { signal: calls.load.options.signal, onProgress: calls.load.onProgress };
    for (;;) {
      let isOwn = false;
      const ensured = await this.#loads.run(key, joined, (signal, onProgress) => {
        isOwn = true;
        return this.#findOrLoad(request, withSignal(calls, signal), onProgress);
      });
      // The load of another caller may have another context length.
      if (isOwn || calls.unload === undefined || !isMismatch(request, ensured.instance)) {
        return withOwnWarnings(request, ensured, reason);
      }
    }
  }

  async #findOrLoad(
    request: WithModel<LoadRequest>,
    calls: InstanceCalls,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<EnsuredInstance> {
    const { canonicalName, list, load, unload, reuse } = this.#operations;
    const loadCall = { ...calls.load, onProgress };
    const found = resolveModel(await list(calls.list), request.model, canonicalName, request.contextLength);
    const running = found?.instance;
    if (running === undefined) {
      const isShared = found !== undefined && found.model.loaded === undefined;
      return { instance: await load(request, loadCall), loadedNow: true, isShared };
    }
    if (calls.unload === undefined || !isMismatch(request, running) || this.#isRefused(request, running)) {
      reuse(request.model, running);
      return { instance: running, loadedNow: false };
    }
    await unload(running.instanceId, calls.unload);
    // The name may be that of the instance, which does not exist anymore.
    const instance = await load({ ...request, model: found?.model.id ?? request.model }, loadCall);
    if (isMismatch(request, instance)) {
      this.#refused.set(canonicalName(request.model), { wanted: request.contextLength, got: instance.contextLength });
    }
    return { instance, loadedNow: true, replaced: running.instanceId };
  }

  /** Returns true if the server has already loaded the model with this context length instead of the requested one. */
  #isRefused(request: WithModel<LoadRequest>, running: LoadedInstance): boolean {
    const refused = this.#refused.get(this.#operations.canonicalName(request.model));
    return refused?.wanted === request.contextLength && refused?.got === running.contextLength;
  }
}

/** Returns the calls with the signal of the shared load, which ends when all callers have detached. */
function withSignal({ list, load, unload }: InstanceCalls, signal: AbortSignal): InstanceCalls {
  const shared = <Call extends ProviderCall>(call: Call): Call => ({ ...call, options: { ...call.options, signal } });
  return { list: shared(list), load: shared(load), unload: unload && shared(unload) };
}
