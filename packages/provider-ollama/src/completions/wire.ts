import type { OllamaLine } from '../decode/wire.js';
import type { OllamaGenerationFields } from '../encode/wire.js';

/** Body of `POST /api/generate`. */
export interface OllamaGenerateRequest extends OllamaGenerationFields {
  /** None loads the model; with `keep_alive: 0` it unloads it. */
  prompt?: string;
  /** What follows the gap to fill, for models that can. */
  suffix?: string;
  system?: string;
  template?: string;
  /** Whether the prompt goes to the model as it is, without the template. Default false. */
  raw?: boolean;
  /** Base64 of files. */
  images?: string[];
}

/** A line of a continuation, or a response that is not streamed. */
export interface OllamaGenerateResponse extends OllamaLine {
  response: string;
  thinking?: string;
  /** Tokens of prompt and reply, to go on from; absent with `raw`. */
  context?: number[];
}
