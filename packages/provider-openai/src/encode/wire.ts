/** Wire names of the numeric sampling settings. LM Studio's and Ollama's own APIs use the same names. */
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

/** Fields that chats and text completions have in common. */
export interface SamplingFields {
  temperature?: number | null;
  top_p?: number | null;
  /** Not part of OpenAI's API. Most local servers accept it. */
  top_k?: number;
  /** Not part of OpenAI's API. Most local servers accept it. */
  min_p?: number;
  /** Not part of OpenAI's API. Most local servers accept it. */
  repeat_penalty?: number;
  frequency_penalty?: number | null;
  presence_penalty?: number | null;
  stop?: string | string[] | null;
  seed?: number | null;
  /** Seconds after which LM Studio may unload a model that this request loads. */
  ttl?: number;
}
