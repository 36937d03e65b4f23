import { countTokens, createClient, type ChatRequest, type LmClient } from '@lmux/core';
import { ABLE_ROUTE, fakeProvider } from '@lmux/core/testing';
import { integer, KINDS, pieceOf, sequence, type TextKind } from './texts.ts';

/** The accuracy of estimates. */
export interface EstimateResult {
  readonly what: string;
  readonly prompts: number;
  /** Share of the prompts whose estimate is within 5 % of the exact number. */
  readonly within5: number;
  readonly medianError: number;
  /** Error of all prompts together, relative to the sum of their tokens. */
  readonly sumError: number;
  /** Share of the prompts whose bound holds. */
  readonly held: number;
  /** Median of the bounds, relative to the number of tokens. */
  readonly medianBound: number;
}

/** What to measure. */
export interface EstimateOptions {
  /** A client of a server that counts, such as llama-server. */
  readonly exact: LmClient;
  readonly model: string;
  /** Number of clients that learn from scratch, for each kind of text. */
  readonly rounds: number;
  /** Number of prompts that are estimated in a round. */
  readonly prompts: number;
}

/** A prompt with one to three messages of one or several kinds. */
function promptOf(kinds: readonly TextKind[], next: () => number): ChatRequest {
  const texts = Array.from({ length: integer(next, 1, 3) }, () =>
    pieceOf(kinds[integer(next, 0, kinds.length - 1)] ?? 'English', integer(next, 300, 2500), next),
  );
  return { messages: texts.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content })) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN;
}

/**
 * Measures how exact estimates are after some chats. The chats are not generated: a fake server reports the number of tokens that the real one
 * counts, so that thousands of prompts take seconds.
 */
async function measure(
  { exact, model, rounds, prompts }: EstimateOptions,
  what: string,
  learned: { readonly kinds: readonly TextKind[]; readonly chats: number },
): Promise<EstimateResult> {
  const next = sequence(what.length + learned.chats);
  const samples: { exact: number; estimate: number; bound: number }[] = [];
  const count = async (request: ChatRequest): Promise<number> => {
    const { inputTokens, exact: isExact } = await countTokens(exact, { model, ...request }, { load: true });
    if (!isExact) throw new Error('The server does not count tokens. Set LM_BASE_URL to a llama-server.');
    return inputTokens;
  };
  for (let round = 0; round < rounds; round += 1) {
    const plugin = fakeProvider({
      routes: { only: { ...ABLE_ROUTE, 'tokens.count': 'no' } },
      replies: async (request) => ({ text: 'ok', usage: { inputTokens: await count(request) } }),
    });
    await using client = createClient({ plugins: [plugin], config: { provider: 'fake', model } });
    for (let chat = 0; chat < learned.chats; chat += 1) await client.chat(promptOf(learned.kinds, next));
    for (let index = 0; index < prompts; index += 1) {
      const request = promptOf(learned.kinds, next);
      const { inputTokens, bound = 0 } = await countTokens(client, request);
      samples.push({ exact: await count(request), estimate: inputTokens, bound });
    }
  }
  const errors = samples.map((sample) => Math.abs(sample.estimate - sample.exact) / sample.exact);
  return {
    what,
    prompts: samples.length,
    within5: errors.filter((error) => error <= 0.05).length / errors.length,
    medianError: quantile(errors, 0.5),
    sumError: sum(samples.map((sample) => sample.estimate)) / sum(samples.map((sample) => sample.exact)) - 1,
    held: samples.filter((sample) => Math.abs(sample.estimate - sample.exact) <= sample.bound).length / samples.length,
    medianBound: quantile(
      samples.map(({ bound, exact: tokens }) => bound / tokens),
      0.5,
    ),
  };
}

/** Measures the estimates of each kind of text after five chats, and of mixed texts. */
export async function measureEstimates(options: EstimateOptions): Promise<EstimateResult[]> {
  const results: EstimateResult[] = [];
  for (const kind of KINDS) results.push(await measure(options, kind, { kinds: [kind], chats: 5 }));
  for (const chats of [0, 5, 10]) {
    results.push(await measure(options, `mixed, ${chats} chats`, { kinds: KINDS, chats }));
  }
  return results;
}
