import { isApiError, LmError, type CallOptions, type DescribedModel, type HttpClient } from '@lmux/core/provider';
import { describeEntry, tellsAnything, type ToldModel } from './describe-entry.js';
import { requestModels } from './endpoint.js';
import { isLiteLlm, requestModelInfo } from './litellm.js';
import { isOpenRouter, requestEndpoints } from './openrouter.js';
import { tellsNothing } from './silent-hosts.js';

const NOTHING: ToldModel = { features: {} };

/** The tag that Ollama adds to a name without one, in its list too (https://github.com/ollama/ollama/blob/main/docs/api.md). */
const DEFAULT_TAG = ':latest';

/** True for an error response that means that the server does not tell, now or later: any 4xx except for 408 and 429, which are about the time. */
function isRefusal(error: unknown): boolean {
  return isApiError(error) && error.status >= 400 && error.status < 500 && error.status !== 408 && error.status !== 429;
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
   * Requests what a chat needs to know about a model, in at most one request. A server that does not tell, and a model that it does not list, which
   * may be an alias, result in an empty description.
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
    if (tellsNothing(this.#origin)) return { id: model, ...NOTHING };
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

  async #requestOne(model: string, options: CallOptions): Promise<ToldModel | undefined> {
    if (tellsNothing(this.#origin)) return NOTHING;
    if (isOpenRouter(this.#origin)) return requestEndpoints(this.#http, model, options);
    if (this.#isLiteLlm) return requestModelInfo(this.#http, model, options);
    const listed = await this.#requestList(model, options);
    if (!this.#isLiteLlm || (listed !== undefined && tellsAnything(listed))) return listed;
    throw new LmError(
      'unexpected_response',
      'The list of models is that of a LiteLLM proxy, which tells only names. The next lookup requests GET /model/info.',
      { provider: 'openai' },
    );
  }

  async #requestList(model: string, options: CallOptions): Promise<ToldModel | undefined> {
    const response = await requestModels(this.#http, options);
    this.#isLiteLlm ||= isLiteLlm(response);
    const { data } = response.list;
    const entry = data.find(({ id }) => id === model) ?? data.find(({ id }) => id === model + DEFAULT_TAG);
    return entry && describeEntry(entry);
  }

  /** Requests the information of a LiteLLM proxy, which may not be allowed for the key. */
  async #optionalInfo(model: string, options: CallOptions): Promise<ToldModel | undefined> {
    try {
      return await requestModelInfo(this.#http, model, options);
    } catch (error) {
      if (isRefusal(error)) return undefined;
      throw error;
    }
  }
}
