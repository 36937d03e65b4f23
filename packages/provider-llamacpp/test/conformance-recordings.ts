import type { Usage } from '@lmux/core';
import type { ConformanceResponse } from '@lmux/core/testing';
import { recorded, textOf } from './fixtures.js';

export type PlainResponse = Omit<ConformanceResponse, 'expect'>;

interface PlainUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number };
}

interface PlainBody {
  readonly choices: readonly {
    readonly text?: string;
    readonly message?: { readonly content: string };
    readonly delta?: { readonly content?: string | null };
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: PlainUsage;
}

interface Said {
  readonly text: string;
  readonly finishReason: { readonly raw: string };
  readonly usage: Usage | undefined;
}

/** Extracts the expected values from a complete response, or from the chunks of a stream. */
function saidIn(bodies: readonly PlainBody[]): Said {
  const choices = bodies.flatMap((body) => body.choices);
  const counts = bodies.find(({ usage: known }) => known)?.usage;
  return {
    text: choices.map(({ text: said, message, delta }) => said ?? message?.content ?? delta?.content ?? '').join(''),
    finishReason: { raw: choices.find((choice) => choice.finish_reason)?.finish_reason ?? '' },
    usage: counts && {
      inputTokens: counts.prompt_tokens,
      outputTokens: counts.completion_tokens,
      totalTokens: counts.total_tokens,
      cachedInputTokens: counts.prompt_tokens_details?.cached_tokens,
    },
  };
}

export function recordedReply(name: string): PlainResponse & { expect: Said } {
  return { ...recorded(name), expect: saidIn([JSON.parse(textOf(name)) as PlainBody]) };
}

export function recordedStream(name: string): PlainResponse & { expect: Said } {
  const chunks = [...textOf(name).matchAll(/^data: (\{.*)$/gm)].map(([, json]) => JSON.parse(json ?? '') as PlainBody);
  return { ...recorded(name), expect: saidIn(chunks) };
}

/** Reads a recorded tool call, which has no text. */
export function recordedCall(name: string, calls: readonly object[]): PlainResponse & { expect: object } {
  const { usage: counts } = name.includes('stream') ? recordedStream(name).expect : recordedReply(name).expect;
  return { ...recorded(name), expect: { toolCalls: calls, usage: counts } };
}
