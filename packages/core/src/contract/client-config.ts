import type { OnUnsupported, RetryOptions, Timeouts } from './call-options.js';
import type { JsonObject } from './json.js';

/** A key, or a function that gives one for each request; it may fetch it. */
export type ApiToken = string | (() => string | undefined | Promise<string | undefined>);

/** A proxy to go through (Node only). */
export type ProxyConfig =
  | string
  | {
      /** URL of the proxy. Credentials in it are sent to the proxy and never shown. */
      readonly url: string;
    }
  | {
      /** Take `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` from the environment. */
      readonly fromEnv: true;
    };

/** How large answers may become, in bytes. What is larger ends the call with `limit_exceeded`, and its connection. */
export interface Limits {
  /** Largest JSON body. Default 268 435 456 (256 MiB: 10 000 embeddings of 1024 dimensions take 200). */
  readonly maxBodyBytes?: number | undefined;
  /** Largest event of a stream, and its longest line. Default 16 777 216 (16 MiB). */
  readonly maxEventBytes?: number | undefined;
}

/** What a client is made from: plain data but for `apiToken`, so that it can come from a file or the environment. */
export interface ClientConfig<Id extends string = string> {
  /** Id of the provider, one of those that the plugins register. */
  readonly provider: Id;
  /** Where the server listens, with or without a trailing slash and with or without `/v1`. Default: the provider's. */
  readonly baseUrl?: string | undefined;
  /** Key for the server; none is sent when unset. */
  readonly apiToken?: ApiToken | undefined;
  /** Headers to add to every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Model of every call that names none. */
  readonly model?: string | undefined;
  /** Model of every `embed` that names none. Default: `model`. */
  readonly embedModel?: string | undefined;
  /** Short for `timeouts.timeout`, in milliseconds: sets `firstByte`, `idle` and `total` at once. 0 waits for ever. */
  readonly timeout?: number | undefined;
  /** Clocks of every call. */
  readonly timeouts?: Timeouts | undefined;
  /** How calls are repeated; a number is `maxRetries`, `false` never repeats. */
  readonly retry?: RetryOptions | number | false | undefined;
  /** Whether chats' streams that break off are taken up again where they broke. Default false. */
  readonly resume?: boolean | undefined;
  /** What happens to a feature that no route has. Default `error`. */
  readonly onUnsupported?: OnUnsupported | undefined;
  /** Most calls that run at once; further ones wait their turn. Default: no limit. */
  readonly maxConcurrent?: number | undefined;
  /** Largest answers that are taken. */
  readonly limits?: Limits | undefined;
  /** Proxy to go through (Node only). Default: none. */
  readonly proxy?: ProxyConfig | undefined;
  /** Settings of the provider's own; see its documentation. */
  readonly options?: JsonObject | undefined;
}
