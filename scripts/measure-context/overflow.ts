import { isLmError, type LmClient } from '@lmux/core';
import { integer, sequence } from './texts.ts';

/** What became of prompts with `contextOverflow: 'error'`. */
export interface OverflowResult {
  readonly contextLength: number;
  /** Prompts that are longer than the context. */
  readonly overlong: number;
  /** Overlong prompts with a response, which the server must have cut. */
  readonly silentCuts: number;
  /** Prompts that fit. */
  readonly fitting: number;
  /** Prompts that fit and were rejected. */
  readonly falseErrors: number;
}

/** What to measure. */
export interface OverflowOptions {
  readonly client: LmClient;
  readonly model: string;
  readonly contextLengths: readonly number[];
  /** Number of overlong prompts, and of prompts that fit, for each context length. */
  readonly prompts: number;
}

/** Words of one token each. The calibration checks that. */
const WORDS = ['house', 'water', 'green', 'light', 'small', 'music', 'world', 'paper'];

const next = sequence(3);
const TEXT = Array.from({ length: 2000 }, () => WORDS[integer(next, 0, WORDS.length - 1)]);

/** Returns a prompt. All of them begin in the same way, so that the server reads most of them from its cache. */
function promptOf(words: number): string {
  return TEXT.slice(0, words).join(' ');
}

/** Sends a prompt, and returns its number of tokens, or `undefined` if it is rejected as too long. */
async function send(
  { client, model }: OverflowOptions,
  content: string,
  contextLength: number,
): Promise<number | undefined> {
  try {
    const { usage } = await client.chat({
      model,
      messages: [{ role: 'user', content }],
      maxOutputTokens: 1,
      contextLength,
      contextOverflow: 'error',
    });
    return usage?.inputTokens ?? 0;
  } catch (error) {
    if (isLmError(error, 'context_overflow')) return undefined;
    throw error;
  }
}

/** Returns the number of tokens that the template adds to a prompt. Throws if a word has not exactly one. */
async function templateTokens(options: OverflowOptions, contextLength: number): Promise<number> {
  const sizes = [10, 25, 60];
  const counted: number[] = [];
  for (const words of sizes) counted.push((await send(options, promptOf(words), contextLength)) ?? 0);
  const [first = 0, ...others] = counted.map((tokens, index) => tokens - (sizes[index] ?? 0));
  if (others.some((other) => other !== first)) {
    throw new Error(
      `Each word of the prompts must have one token; ${sizes.join(', ')} words have ${counted.join(', ')}.`,
    );
  }
  return first;
}

/** Sends prompts that are longer than the context, and prompts that fit, each from one token up. */
export async function measureOverflow(options: OverflowOptions): Promise<OverflowResult[]> {
  const results: OverflowResult[] = [];
  for (const contextLength of options.contextLengths) {
    const template = await templateTokens(options, contextLength);
    const counts = { overlong: 0, silentCuts: 0, fitting: 0, falseErrors: 0 };
    for (let index = 0; index < options.prompts; index += 1) {
      // The first ones are as close to the limit as possible.
      const over = contextLength + (index < 5 ? index + 1 : integer(next, 1, 3 * contextLength));
      counts.overlong += 1;
      const sent = await send(options, promptOf(over - template), contextLength);
      if (sent !== undefined) counts.silentCuts += 1;
      const fits = contextLength - (index < 5 ? index : integer(next, 0, contextLength - template - 1));
      counts.fitting += 1;
      const tokens = await send(options, promptOf(fits - template), contextLength);
      if (tokens === undefined) counts.falseErrors += 1;
      else if (tokens !== fits) throw new Error(`The prompt must have ${fits} tokens; the server counted ${tokens}.`);
    }
    results.push({ contextLength, ...counts });
  }
  return results;
}
