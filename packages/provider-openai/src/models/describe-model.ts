import {
  isApiError,
  isLmError,
  LmError,
  type CallOptions,
  type DescribedModel,
  type HttpClient,
} from '@lmux/core/provider';
import { describeEntry, isDescribed, type EntryDescription } from './describe-entry.js';
import { requestModels } from './endpoint.js';
import { isLiteLlm, requestModelInfo } from './litellm.js';
import { isOpenRouter, requestEndpoints } from './openrouter.js';
import { describesNothing } from './hosts-without-descriptions.js';

const NOTHING: EntryDescription = { features: {} };

/** The tag that Ollama adds to a name without one, in its list too (https://github.com/ollama/ollama/blob/main/docs/api.md). */
const DEFAULT_TAG = ':latest';

/** Statuses that a later request may not have, with another key or at another time. */
const PASSING = new Set([401, 403, 407, 408, 425, 429]);

/** True for an error response that means that the server does not describe models, now or later. */
function isRefusal(error: unknown): boolean {
  return isApiError(error) && error.status >= 400 && error.status < 500 && !PASSING.has(error.status);
}

/** Describes the models of one server with an OpenAI-compatible API. */
export class ModelDescriber {
  readonly #http: HttpClient;
  readonly #origin: string;
  /** True if an earlier list was that of a LiteLLM proxy. */
  #isLiteLlm = false;

  constructor(http: HttpClient, origin: string) {
    this.#http = http;
    this.#origin = origin;
  }

  /**
   * Requests what a chat needs to know about a model, in one request. The first lookup of a LiteLLM proxy takes a second one, since its list, by
   * which it is recognized, tells only names. A server that does not tell, and a model that it does not list, which may be an alias, result in an
   * empty description.
   */
  async lookUp(model: string, options: CallOptions): Promise<DescribedModel> {
    try {
      const once = { ...options, retry: false } as const;
      return { id: model, ...((await this.#requestOne(model, once)) ?? NOTHING) };
    } catch (error) {
      if (isRefusal(error)) return { id: model, ...NOTHING };
      throw error;
    }
  }

  /**
   * Requests everything that the server tells about a model.
   *
   * @throws `model_not_found` if the server has a list that does not contain the model.
   */
  async describe(model: string, options: CallOptions): Promise<DescribedModel> {
    if (describesNothing(this.#origin)) return { id: model, ...NOTHING };
    if (isOpenRouter(this.#origin)) return { id: model, ...(await requestEndpoints(this.#http, model, options)) };
    const listed = await this.#requestList(model, options);
    // The list of a LiteLLM proxy does not contain the models of its wildcards.
    const told = this.#isLiteLlm ? ((await this.#optionalInfo(model, options)) ?? listed) : listed;
    if (told !== undefined) return { id: model, ...told };
    throw new LmError(
      'model_not_found',
      `The list of the server does not contain the model "${model}". If it is an alias, describe it in "models" of the configuration.`,
      { provider: 'openai' },
    );
  }

  async #requestOne(model: string, options: CallOptions): Promise<EntryDescription | undefined> {
    if (describesNothing(this.#origin)) return NOTHING;
    if (isOpenRouter(this.#origin)) return requestEndpoints(this.#http, model, options);
    if (this.#isLiteLlm) return requestModelInfo(this.#http, model, options);
    const listed = await this.#requestList(model, options);
    if (!this.#isLiteLlm || (listed !== undefined && isDescribed(listed))) return listed;
    return requestModelInfo(this.#http, model, options);
  }

  async #requestList(model: string, options: CallOptions): Promise<EntryDescription | undefined> {
    const response = await requestModels(this.#http, options);
    this.#isLiteLlm ||= isLiteLlm(response);
    const { data } = response.list;
    const entry = data.find(({ id }) => id === model) ?? data.find(({ id }) => id === model + DEFAULT_TAG);
    return entry && describeEntry(entry);
  }

  /** Requests the information of a LiteLLM proxy, which may not be allowed for the key. */
  async #optionalInfo(model: string, options: CallOptions): Promise<EntryDescription | undefined> {
    try {
      return await requestModelInfo(this.#http, model, options);
    } catch (error) {
      if (isRefusal(error) || isLmError(error, 'authentication') || isLmError(error, 'permission_denied'))
        return undefined;
      throw error;
    }
  }
}
