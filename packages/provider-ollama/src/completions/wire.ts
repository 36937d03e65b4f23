import type { OllamaLine } from '../decode/wire.js';
import type { OllamaGenerationFields } from '../encode/wire.js';

/** Body of `POST /api/generate`. */
export interface OllamaGenerateRequest extends OllamaGenerationFields {
  /** A request without a prompt loads the model, or unloads it with `keep_alive: 0`. */
  prompt?: string;
  /** The text after the gap to fill, for models that support it. */
  suffix?: string;
  system?: string;
  template?: string;
  /** Set to true to send the prompt to the model as it is, without the template. Default: false. */
  raw?: boolean;
  /** Files as base64. */
  images?: string[];
}

/** A line of a streamed `POST /api/generate`, or the response of one that is not streamed. */
export interface OllamaGenerateResponse extends OllamaLine {
  response: string;
  thinking?: string;
  /** The tokens of the prompt and the response, from which a later request can continue. Absent with `raw`. */
  context?: number[];
}
