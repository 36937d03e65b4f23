import type { ServerResponse } from 'node:http';
import type { ScriptedRequest, ScriptedResponse } from '@lmux/test-support';
import { textOf } from '../fixtures.js';
import { refusal, scriptServer } from './script-server.js';

interface FakeStatus {
  value: string;
  args?: string[];
  exit_code?: number;
  failed?: boolean;
  progress?: object;
}

/** The properties of a model without tools and images, as b11434 sends them. */
export const PROPS = { ...(JSON.parse(textOf('props')) as object), model_alias: 'tiny' };

/** The response to a count. */
const COUNT = { input_tokens: 31, object: 'response.input_tokens' };

/** A router that responds as llama-server does. A test controls the status of its models and the events that it sends. */
export class FakeRouter {
  readonly models = new Map<string, FakeStatus>();
  /** The aliases of each model. */
  readonly aliases = new Map<string, string[]>();
  /** The properties of each loaded model. */
  readonly props = new Map<string, object>();
  /** The names of models that requests have loaded, as the router does unless they have `autoload=false`. */
  readonly loadedByRequests: string[] = [];
  /** Called to load a model. By default, the model is loaded immediately. */
  onLoad: (model: string) => void = (model) => this.loaded(model);
  /** Called to unload a model. By default, the model is unloaded immediately. */
  onUnload: (model: string) => void = (model) => this.unloaded(model, 0);
  /** Called to start a download. Returns its response, or `undefined` for success. */
  onDownload: (model: string) => ScriptedResponse | undefined = () => undefined;
  /** Set to false to remove the route `/models/sse`. */
  tells = true;
  /** The open responses of `/models/sse`. */
  readonly listeners = new Set<ServerResponse>();
  url = '';
  requests: ScriptedRequest[] = [];

  static async start(...models: readonly string[]): Promise<FakeRouter> {
    const router = new FakeRouter();
    for (const model of models) router.models.set(model, { value: 'unloaded' });
    const server = await scriptServer((request, response) => router.#respond(request, response));
    router.url = server.url;
    router.requests = server.requests;
    return router;
  }

  /** The routes of the requests, except those for the role of the server. */
  get routes(): string[] {
    return this.requests.map(({ route }) => route).filter((route) => route !== 'GET /props');
  }

  /** Sends an event to all subscribers. */
  tell(model: string, event: string, data?: object): void {
    for (const response of this.listeners) response.write(`data: ${JSON.stringify({ model, event, data })}\n\n`);
  }

  /** Sets the progress of a load and sends an event. */
  loading(model: string, progress: object): void {
    this.models.set(model, { value: 'loading', progress });
    this.tell(model, 'status_change', { status: 'loading', progress });
  }

  /** Marks a model as loaded and sends an event. */
  loaded(model: string): void {
    this.models.set(model, { value: 'loaded' });
    this.tell(model, 'status_change', { status: 'loaded', info: this.#entry(model) });
  }

  /** Marks a model as unloaded and sends an event with the exit code of its process. */
  unloaded(model: string, exitCode: number): void {
    const failed = exitCode === 0 ? {} : { exit_code: exitCode, failed: true };
    this.models.set(model, { value: 'unloaded', ...failed });
    this.tell(model, 'status_change', { status: 'unloaded', exit_code: exitCode });
  }

  #entry(id: string): object {
    const status = this.models.get(id);
    const meta = status?.value === 'loaded' ? { meta: { n_ctx: 2048, n_ctx_train: 8192, n_params: 134_515_008 } } : {};
    return { id, aliases: this.aliases.get(id) ?? [], object: 'model', status, ...meta };
  }

  #named(body: unknown): string | undefined {
    return this.#modelOf((body as { model: string }).model);
  }

  #modelOf(model: string | null): string | undefined {
    return [...this.models.keys()].find((id) => id === model || this.aliases.get(id)?.includes(model ?? ''));
  }

  #respond({ route, body }: ScriptedRequest, response: ServerResponse): ScriptedResponse | undefined {
    const [path = '', query] = route.split('?');
    const parameters = new URLSearchParams(query);
    switch (path) {
      case 'GET /props':
        if (!parameters.has('model')) break;
        return this.#run(parameters.get('model'), parameters, (model) => ({ body: this.props.get(model) ?? PROPS }));
      case 'POST /v1/chat/completions/input_tokens': {
        const { model } = body as { model: string };
        return this.#run(model, parameters, () => ({ body: COUNT }));
      }
      case 'DELETE /models':
        return this.#remove(parameters.get('model'));
      default:
    }
    switch (route) {
      case 'GET /props':
        return { body: { role: 'router', max_instances: 4, models_autoload: true } };
      case 'GET /models':
      case 'GET /models?reload=1':
      case 'GET /v1/models':
        return { body: { object: 'list', data: [...this.models.keys()].map((id) => this.#entry(id)) } };
      case 'GET /models/sse':
        return this.#listen(response);
      case 'POST /models/load':
        return this.#load(this.#named(body));
      case 'POST /models/unload':
        return this.#unload(this.#named(body));
      case 'POST /models':
        return this.onDownload((body as { model: string }).model) ?? { body: { success: true } };
      default:
        return refusal(404, 'File Not Found', 'not_found_error');
    }
  }

  #listen(response: ServerResponse): ScriptedResponse | undefined {
    if (!this.tells) return refusal(404, 'File Not Found', 'not_found_error');
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    this.listeners.add(response);
    response.on('close', () => this.listeners.delete(response));
    return undefined;
  }

  #load(model: string | undefined): ScriptedResponse {
    if (model === undefined) return refusal(404, 'File Not Found', 'not_found_error');
    if (this.models.get(model)?.value !== 'unloaded') return refusal(400, 'model is already running');
    this.models.set(model, { value: 'loading' });
    this.tell(model, 'model_status', { status: 'loading' });
    this.onLoad(model);
    return { body: { success: true } };
  }

  /** Responds with a model that is running, and loads it first unless the query forbids that. */
  #run(
    name: string | null,
    parameters: URLSearchParams,
    respond: (model: string) => ScriptedResponse,
  ): ScriptedResponse {
    const model = this.#modelOf(name);
    if (model === undefined) return refusal(400, `model '${name}' not found`);
    if (this.models.get(model)?.value === 'unloaded') {
      if (parameters.get('autoload') === 'false') return refusal(400, 'model is not loaded');
      this.loadedByRequests.push(model);
      this.models.set(model, { value: 'loaded' });
    }
    // The process that loads the model responds itself.
    if (this.models.get(model)?.value === 'loading') return refusal(503, 'Loading model', 'unavailable_error');
    return respond(model);
  }

  #remove(name: string | null): ScriptedResponse {
    if (!this.models.has(name ?? '')) return refusal(500, `model name=${name} is not found`, 'server_error');
    if (!String(name).includes('/'))
      return refusal(500, `model name=${name} is not removable (not from cache)`, 'server_error');
    this.models.delete(name ?? '');
    return { body: { success: true } };
  }

  #unload(model: string | undefined): ScriptedResponse {
    if (model === undefined) return refusal(400, 'model is not found');
    if (this.models.get(model)?.value === 'unloaded') return refusal(400, 'model is not running');
    this.onUnload(model);
    return { body: { success: true } };
  }
}
