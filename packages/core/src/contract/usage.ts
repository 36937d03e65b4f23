/** Tokens that a call took. A count that the server does not tell is absent, never 0. */
export interface Usage {
  /** Tokens of the prompt. */
  readonly inputTokens?: number | undefined;
  /** Tokens of the reply, those of its reasoning included. */
  readonly outputTokens?: number | undefined;
  /** Tokens of the reply that were reasoning. */
  readonly reasoningTokens?: number | undefined;
  /** Tokens of the prompt that came from the server's cache. */
  readonly cachedInputTokens?: number | undefined;
  /** Prompt and reply together, as the server counts them. */
  readonly totalTokens?: number | undefined;
}

/** How long the server says it took. A figure that the server does not tell is absent. */
export interface Timing {
  /** Seconds it took to load the model for this request; absent when it was loaded already. */
  readonly modelLoadSeconds?: number | undefined;
  /** Seconds from the start of the work to the first token. */
  readonly timeToFirstTokenSeconds?: number | undefined;
  /** Tokens of the reply generated per second. */
  readonly tokensPerSecond?: number | undefined;
}
