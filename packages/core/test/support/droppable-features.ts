/** Features that can be dropped from a request, with or without a warning. */
export const DROPPABLE_FEATURES = [
  'topK',
  'minP',
  'repeatPenalty',
  'frequencyPenalty',
  'presencePenalty',
  'seed',
  'logprobs',
  'ttl',
  'parallelToolCalls',
] as const;
