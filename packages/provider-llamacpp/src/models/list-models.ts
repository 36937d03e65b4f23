import type { CallOptions, HttpClient, ModelInfo } from '@lmux/core/provider';
import { optionalResult } from '@lmux/core/provider/json';
import { props } from '../server/endpoint.js';
import { decodeModels } from './decode-models.js';
import { listModels } from './endpoint.js';
import { statusOf } from './model-status.js';
import { readProps, type PropsFacts } from './read-props.js';
import type { LlamaCppModel } from './wire.js';

/** Timeout in ms for the properties of one model. They complete the list, and a process whose threads are all in use responds late. */
const PROPS_MS = 3000;

/** Maximum number of models whose properties one list requests. A router keeps 4 models loaded unless told otherwise (`--models-max`). */
const MAX_PROPS_REQUESTS = 8;

/**
 * Returns a key of the process of a model, whose properties do not change: the command line, which contains the port that the router chose for
 * the process. `undefined` for a server with a single model, which does not report it.
 */
function processOf({ id, status }: LlamaCppModel): string | undefined {
  const args: unknown = status?.args;
  return Array.isArray(args) && args.length > 0 ? JSON.stringify([id, args]) : undefined;
}

/** Returns the options of a request for properties, whose total time is not longer than that of the call. */
function propsOptions(options: CallOptions): CallOptions {
  const { total = options.timeout ?? 0 } = options.timeouts ?? {};
  const limited = total === 0 ? PROPS_MS : Math.min(total, PROPS_MS);
  return { ...options, retry: false, timeouts: { ...options.timeouts, total: limited } };
}

/**
 * Lists models with what `GET /props` tells about those that are loaded. One request is sent for each process of a router, and its response is
 * remembered. The model of a server with a single model is asked each time, because a restart of that server does not show in its list. A
 * request that fails leaves out what it would have told.
 */
export class ModelLister {
  readonly #http: HttpClient;
  #known: ReadonlyMap<string, PropsFacts> = new Map();

  constructor(http: HttpClient) {
    this.#http = http;
  }

  async list(options: CallOptions): Promise<ModelInfo[]> {
    const list = await listModels(this.#http, options);
    const known = new Map<string, PropsFacts>();
    let requested = 0;
    const pending = list.data.map(async (entry) => {
      // Without a status, it is the model of a server with a single one.
      if (statusOf(entry) !== 'loaded' || (entry.status === undefined && list.data.length > 1)) return undefined;
      const key = processOf(entry);
      const before = key === undefined ? undefined : this.#known.get(key);
      if (before === undefined) requested += 1;
      if (requested > MAX_PROPS_REQUESTS && before === undefined) return undefined;
      const facts = before ?? (await this.#requestProps(entry, options));
      if (key !== undefined && facts !== undefined) known.set(key, facts);
      return facts;
    });
    const facts = await Promise.all(pending);
    // Processes that have ended are forgotten.
    this.#known = known;
    return decodeModels(list, facts);
  }

  async #requestProps({ id, status }: LlamaCppModel, options: CallOptions): Promise<PropsFacts | undefined> {
    const of = status === undefined ? {} : { model: id, autoload: false };
    const found = await optionalResult(props(this.#http, of, propsOptions(options)));
    return found === undefined ? undefined : readProps(found);
  }
}
