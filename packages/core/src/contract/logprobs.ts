/** A token and how likely it was. */
export interface TokenLogprob {
  /** The token as text. */
  readonly token: string;
  /** Natural logarithm of its probability. */
  readonly logprob: number;
  /** The likeliest tokens at this place, as many as were asked for. */
  readonly topLogprobs?: readonly TokenLogprob[] | undefined;
}
