/** Features that can be left out of a request, with a warning or without one. */
export const DROPPABLE_FEATURES = [
  'topK',
  'minP',
  'repeatPenalty',
  'frequencyPenalty',
  'presencePenalty',
  'seed',
  'logprobs',
  'ttl',
] as const;
