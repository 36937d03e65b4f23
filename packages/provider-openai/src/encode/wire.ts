/** The wire's names of the sampling settings that are numbers. LM Studio's and Ollama's own APIs have the same names. */
export const SAMPLING_NAMES = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  minP: 'min_p',
  repeatPenalty: 'repeat_penalty',
  frequencyPenalty: 'frequency_penalty',
  presencePenalty: 'presence_penalty',
  seed: 'seed',
} as const;

/** The fields that chats and text completions share. */
export interface SamplingFields {
  temperature?: number | null;
  top_p?: number | null;
  /** Not OpenAI's; most local servers take it. */
  top_k?: number;
  /** Not OpenAI's; most local servers take it. */
  min_p?: number;
  /** Not OpenAI's; most local servers take it. */
  repeat_penalty?: number;
  frequency_penalty?: number | null;
  presence_penalty?: number | null;
  stop?: string | string[] | null;
  seed?: number | null;
  /** Seconds after which LM Studio may unload a model that this request loads. */
  ttl?: number;
}
