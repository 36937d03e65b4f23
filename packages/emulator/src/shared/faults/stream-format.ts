import { DONE_EVENT } from '../http/sse-writer.js';
import type { ErrorEventShape } from './fault.js';

/** What faults need to know about the streams of a server. */
export interface StreamFormat {
  /** The form of an error inside a stream. */
  readonly errorShape: ErrorEventShape;
  /** Whether these bytes are what marks the end of a whole stream. */
  readonly isLast: (text: string) => boolean;
  /** An event, or a line, of a kind that no client knows. */
  readonly unknownEvent: string;
  /** Types of events that have been seen with an empty payload. */
  readonly emptyPayloadEvents: readonly string[];
}

/** Server-sent events that end with `[DONE]`; `errorShape` is the only difference between servers. */
export function sseFormat(errorShape: ErrorEventShape): StreamFormat {
  return {
    errorShape,
    isLast: (text) => text === DONE_EVENT,
    unknownEvent: 'event: emulator.unknown\ndata: {"type":"emulator.unknown","value":1}\n\n',
    emptyPayloadEvents: [],
  };
}
