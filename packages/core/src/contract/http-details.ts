/** The state of one rate limit of a server. Fields that the server did not send are absent. */
export interface RateLimit {
  /** Number of requests or tokens that are allowed in the period. */
  readonly limit?: number | undefined;
  /** Number of requests or tokens that are left in the period. */
  readonly remaining?: number | undefined;
  /** Time in ms, from the arrival of the response, after which `remaining` is back at `limit`. */
  readonly resetMs?: number | undefined;
}

/**
 * The rate limits of a server by what they count. `requests` and `tokens` are the names of OpenAI, Azure, Groq and others. Further names are
 * those of the server, such as `tokens-minute` (Mistral), `requests-day` (Cerebras) and `input-tokens` (Anthropic).
 */
export interface RateLimits {
  readonly requests?: RateLimit | undefined;
  readonly tokens?: RateLimit | undefined;
  readonly [name: string]: RateLimit | undefined;
}

/** The HTTP response in which a server sent the response of a model. */
export interface HttpDetails {
  /** The HTTP status, such as 200. */
  readonly status: number;
  /**
   * The headers, with names in lower case. Headers that may contain a credential, such as `set-cookie`, are left out, and quoted secrets of the
   * request are replaced with `***`.
   */
  readonly headers: Readonly<Record<string, string>>;
  /** The id by which the operator of the server finds the request. Absent if the server sent none. */
  readonly requestId?: string | undefined;
  /** The rate limits that the headers contain. Empty if there are none. */
  readonly rateLimits: RateLimits;
}
