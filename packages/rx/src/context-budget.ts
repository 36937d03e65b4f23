import { countTokens, type ChatInput, type CountTokensOptions, type LmClient, type TokenCount } from '@lmux/core';
import { map, switchMap, type OperatorFunction } from 'rxjs';
import { fromCall } from './from-call.js';

/** The part of a model's context that a chat uses. */
export interface ContextBudget extends Pick<TokenCount, 'exact' | 'bound' | 'contextLength' | 'remaining'> {
  /** Number of tokens of the prompt. */
  readonly used: number;
}

/**
 * Counts the tokens of each chat, such as the draft of a message with the messages before it. A new chat ends the count of the previous one, and
 * unsubscribing ends the last one. Where the server counts, each value sends a request, so place `debounceTime` before it. A count that fails is an
 * error of the Observable.
 */
export function contextBudget(
  client: LmClient,
  options?: CountTokensOptions,
): OperatorFunction<ChatInput, ContextBudget> {
  return (source) =>
    source.pipe(
      switchMap((request) => fromCall(options, (own) => countTokens(client, request, own))),
      map(({ inputTokens, exact, bound, contextLength, remaining }) => ({
        used: inputTokens,
        remaining,
        contextLength,
        exact,
        bound,
      })),
    );
}
