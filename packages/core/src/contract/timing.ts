/** How long the server says it took. A figure that the server does not tell is absent. */
export interface Timing {
  /** Seconds it took to load the model for this request; absent when it was loaded already. */
  readonly modelLoadSeconds?: number | undefined;
  /** Seconds from the start of the work to the first token. */
  readonly timeToFirstTokenSeconds?: number | undefined;
  /** Tokens of the reply generated per second. */
  readonly tokensPerSecond?: number | undefined;
}
