import type { ClientRetryOptions, EmulateMode, OnUnsupported, Timeouts } from './call-options.js';
import type { RouteLimits } from './capability.js';
import type { ContextOverflow } from './context-overflow.js';
import type { JsonObject } from './json.js';
import type { ModelOverrides } from './model-description.js';
import type { ReasoningTags } from './reasoning-tags.js';

/** An API key, or a function that returns one for each request. The function may be asynchronous. */
export type ApiToken = string | (() => string | undefined | Promise<string | undefined>);

/** An HTTP proxy (Node, Deno and Bun only): its URL, or the proxy that the environment configures. */
export type ProxyConfig =
  | string
  | {
      /** URL of the proxy. Credentials in it are sent to the proxy and never appear in messages. */
      readonly url: string;
    }
  | {
      /** Reads `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` from the environment. */
      readonly fromEnv: true;
    };

/**
 * Maximum sizes of responses, in bytes. A larger response ends the call with `limit_exceeded` and closes its connection. A limit can be
 * raised but not turned off.
 */
export interface SizeLimits {
  /** Maximum size of a JSON body. Default 268,435,456 (256 MiB). 10,000 embeddings of 1,024 dimensions take about 200 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** Maximum size of an event of a stream and of a line. Default 16,777,216 (16 MiB). */
  readonly maxEventBytes?: number | undefined;
  /** Maximum size of a whole stream, including comments. Default 1,073,741,824 (1 GiB). */
  readonly maxStreamBytes?: number | undefined;
}

/**
 * Limits of a client: the maximum sizes of responses, and limits of the server. The limits of the server replace those that the provider
 * declares for its routes, for a server that accepts more or less.
 */
export interface Limits extends SizeLimits, Omit<RouteLimits, 'schemaKeywords'> {
  /** Maximum number of concurrent requests of one `embed` whose input is split. `maxConcurrent` applies too. Default 4. */
  readonly embedConcurrency?: number | undefined;
}

/**
 * Handling of redirects. Credentials are never sent to another origin, and a redirect from https to http is never followed.
 *
 * - `follow` follows redirects to any origin.
 * - `same-origin` follows redirects within the origin of the server, and rejects others with `unexpected_response`.
 * - `error` rejects every redirect with `unexpected_response`.
 */
export type RedirectMode = 'follow' | 'same-origin' | 'error';

/**
 * Use of model descriptions when a request is planned.
 *
 * - `auto` uses what is known about the model. If nothing is known, it asks the server once for each model, before the first request that
 *   needs something that depends on the model. This takes at most 3 seconds and never fails the request.
 * - `cached` uses what is known, and never asks.
 * - `off` uses no descriptions, and learns nothing from errors. Only the capability matrix decides.
 */
export type ModelCapabilityMode = 'auto' | 'cached' | 'off';

/** The configuration of a client. It is plain data except for a function as `apiToken`, so it can come from a file or the environment. */
export interface ClientConfig<Id extends string = string> {
  /** Id of the provider. A plugin must register it. */
  readonly provider: Id;
  /** Address of the server, with or without a trailing slash or `/v1`. Default: the provider's, such as `http://localhost:1234`. */
  readonly baseUrl?: string | undefined;
  /** API key for the server. If unset, none is sent. */
  readonly apiToken?: ApiToken | undefined;
  /** Headers to add to every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Default model. */
  readonly model?: string | undefined;
  /** Default model of `embed`. Default: `model`. */
  readonly embedModel?: string | undefined;
  /**
   * Set to true to use the model that is loaded if neither the request nor the configuration names one, or else the only model that the server
   * has. It must be of the right type. Several are an error that lists them. Each such request first requests the list of models. It applies
   * to chats, completions, embeddings and `models.describe()`, not to `load`, `ensureLoaded`, `download` and `delete`. Default false.
   */
  readonly autoModel?: boolean | undefined;
  /** Use of model descriptions when a request is planned. Default `auto`. */
  readonly modelCapabilities?: ModelCapabilityMode | undefined;
  /** What models support, by their ids. It takes precedence over what the server reports. */
  readonly models?: Readonly<Record<string, ModelOverrides>> | undefined;
  /** Handling of a prompt that exceeds the context of the model, unless the request sets it. Default `server`. */
  readonly contextOverflow?: ContextOverflow | undefined;
  /** Shorthand for `timeouts.timeout`, in ms. It sets `queue`, `firstByte`, `idle` and `total`. 0 waits indefinitely. */
  readonly timeout?: number | undefined;
  /** Timeouts of every call, in ms. */
  readonly timeouts?: Timeouts | undefined;
  /** Retries of failed calls. A number sets `maxRetries`, `false` disables retries. Default 2. */
  readonly retry?: ClientRetryOptions | number | false | undefined;
  /** Set to true to resume chat streams whose connection closes early. If the provider cannot, see `onUnsupported`. Default false. */
  readonly resume?: boolean | undefined;
  /**
   * The tags of reasoning that models of the server write into the text of chats. It is split off as `reasoning`, also in streams. `true`
   * stands for `<think>` and `</think>`. Default false.
   */
  readonly reasoningTags?: ReasoningTags | undefined;
  /** Handling of a feature that no route supports. Default `error`. */
  readonly onUnsupported?: OnUnsupported | undefined;
  /** Use of emulated tools: for models without tools (`missing`), for all chats with tools (`always`), or not at all (`never`). Default `missing`. */
  readonly emulate?: EmulateMode | undefined;
  /**
   * The text that describes emulated tools to the model. `{tools}` in it stands for the list of the tools. An empty text adds nothing to the messages.
   * Default: the text in the guide "Tools".
   */
  readonly toolPrompt?: string | undefined;
  /** Maximum number of concurrent calls. Further calls are queued. Default: no limit. */
  readonly maxConcurrent?: number | undefined;
  /** Maximum sizes of responses, and limits of the server that differ from those that the provider declares. */
  readonly limits?: Limits | undefined;
  /** Handling of redirects. Default `same-origin`. */
  readonly redirect?: RedirectMode | undefined;
  /**
   * Handling of an API key that is sent over plain http to a host that is neither loopback nor private. By default, this is logged and the
   * first response of the client has the warning `insecure_key`. Set to true to send the key without a warning. Default false.
   */
  readonly allowInsecureKey?: boolean | undefined;
  /** HTTP proxy (Node, Deno and Bun only). Default: none. */
  readonly proxy?: ProxyConfig | undefined;
  /** Provider-specific settings. See the provider's documentation. */
  readonly options?: JsonObject | undefined;
}
