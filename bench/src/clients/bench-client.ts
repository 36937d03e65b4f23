/** The operations of a client. A client omits those that it does not support. */
export interface BenchClient {
  /** Streams one chat and passes every token to `onToken`. */
  stream?(model: string, onToken: (token: string) => void): Promise<void>;
  /** Resolves with the text of one chat. */
  chat?(model: string): Promise<string>;
  /** Resolves with a vector for each text. */
  embed?(model: string, inputs: string[]): Promise<number[][]>;
}

export const MESSAGES: { role: 'user'; content: string }[] = [{ role: 'user', content: 'Why is the sky blue?' }];

/** Creates a client for the server at an origin. */
export type MakeBenchClient = (origin: string) => BenchClient;
