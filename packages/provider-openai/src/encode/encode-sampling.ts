import type { ChatRequest, CompletionRequest } from '@lmux/core/provider';
import type { Dialect } from './dialect.js';

/** The wire fields that chats and text completions share. */
export interface SamplingFields {
  temperature: number | undefined;
  top_p: number | undefined;
  top_k: number | undefined;
  min_p: number | undefined;
  repeat_penalty: number | undefined;
  frequency_penalty: number | undefined;
  presence_penalty: number | undefined;
  stop: string | string[] | undefined;
  seed: number | undefined;
  ttl: number | undefined;
}

/** Settings of the choice of tokens, in the wire's words. */
export function encodeSampling(request: ChatRequest | CompletionRequest, dialect: Dialect): SamplingFields {
  const { stop } = request;
  return {
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.topK,
    min_p: request.minP,
    repeat_penalty: request.repeatPenalty,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    stop: stop === undefined || typeof stop === 'string' ? stop : [...stop],
    seed: request.seed,
    ttl: dialect.ttl ? request.ttlSeconds : undefined,
  };
}
