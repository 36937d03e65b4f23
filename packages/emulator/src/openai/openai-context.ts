import type { Slots } from '../server/slots.js';
import type { ModelCatalog } from '../model/model-catalog.js';
import type { ReplyOption } from '../model/reply.js';

/** What the endpoints share. */
export interface OpenAIContext {
  readonly catalog: ModelCatalog;
  /** Generations running at once. */
  readonly slots: Slots;
  readonly reply: ReplyOption | undefined;
  /** Milliseconds between tokens. */
  readonly delayMs: number;
  /** The next number for ids; counting instead of chance keeps replies repeatable. */
  readonly nextId: () => number;
}
