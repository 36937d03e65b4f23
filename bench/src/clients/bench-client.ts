/** What a client has to be able to do; what it cannot is left out of the table. */
export interface BenchClient {
  /** One chat, streamed; every token goes to `onToken`. */
  stream?(model: string, onToken: (token: string) => void): Promise<void>;
  /** One chat, whole: its text. */
  chat?(model: string): Promise<string>;
  /** Vectors for one text each. */
  embed?(model: string, inputs: string[]): Promise<number[][]>;
}

export const MESSAGES: { role: 'user'; content: string }[] = [{ role: 'user', content: 'Why is the sky blue?' }];

/** Makes a client of the server at an origin. */
export type MakeBenchClient = (origin: string) => BenchClient;
