/** Token counts of a call. A count that the server does not report is absent, never 0. */
export interface Usage {
  /** Number of prompt tokens. */
  readonly inputTokens?: number | undefined;
  /** Number of generated tokens, including reasoning. */
  readonly outputTokens?: number | undefined;
  /** Number of generated tokens that are reasoning. */
  readonly reasoningTokens?: number | undefined;
  /** Number of prompt tokens that the server read from its cache. */
  readonly cachedInputTokens?: number | undefined;
  /** Sum of prompt and generated tokens, as counted by the server. */
  readonly totalTokens?: number | undefined;
}

/** Times measured by the server. A value that the server does not report is absent. */
export interface Timing {
  /** Duration of the model load for this request, in seconds, if the server reports it. Ollama reports a few hundredths for a loaded model. */
  readonly modelLoadSeconds?: number | undefined;
  /** Time from the start of processing to the first token, in seconds. */
  readonly timeToFirstTokenSeconds?: number | undefined;
  /** Number of tokens generated per second. */
  readonly tokensPerSecond?: number | undefined;
}
