import { DONE_EVENT } from '../http/sse-writer.js';
import type { ErrorEventShape } from './fault.js';

/** The properties of a server's streams that faults depend on. */
export interface StreamFormat {
  /** Format of an error inside a stream. */
  readonly errorShape: ErrorEventShape;
  /** Returns true for the text that marks the end of a complete stream. */
  readonly isLast: (text: string) => boolean;
  /** Returns true for the text of an event with the finish reason. */
  readonly isFinish: (text: string) => boolean;
  /** An event or a line of a type that no client knows. */
  readonly unknownEvent: string;
  /** Event types that were observed with an empty payload. */
  readonly emptyPayloadEvents: readonly string[];
}

/** Returns the format of server-sent events that end with `[DONE]`. Servers differ only in `errorShape`. */
export function sseFormat(errorShape: ErrorEventShape): StreamFormat {
  return {
    errorShape,
    isLast: (text) => text === DONE_EVENT,
    // Quotes in generated text are escaped, so only the field itself matches.
    isFinish: (text) => text.includes('"finish_reason":"'),
    unknownEvent: 'event: emulator.unknown\ndata: {"type":"emulator.unknown","value":1}\n\n',
    emptyPayloadEvents: [],
  };
}
