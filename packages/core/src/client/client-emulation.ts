import type { EmulationParts, EmulationPlanner } from '../capability/emulation-planner.js';
import type { ChatRequest, ChatResponse } from '../contract/chat.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { EventSourceLike, WithModel } from '../provider/provider.js';
import type { PushSource } from '../stream/push-source.js';
import type { ClientInternals } from './client-internals.js';
import type { Prepared } from './client-parts.js';
import type { MaybePending } from './pending-request.js';

/** A chat with its model. */
export type Chat = WithModel<ChatRequest>;

/** What emulates tools. The plugin `emulatedTools` provides it, and Node, Deno and Bun have it without the plugin. */
export interface ClientEmulation extends EmulationPlanner {
  /**
   * Returns a prepared chat with tools that is sent with emulated tools if the server refuses its tools.
   *
   * @param prepareEmulated Prepares the chat with emulated tools.
   */
  readonly ifRefused: (
    internals: ClientInternals,
    prepared: MaybePending<Chat>,
    prepareEmulated: () => MaybePending<Chat>,
  ) => MaybePending<Chat>;
  /** Sends a chat with emulated tools. */
  readonly send: (
    parts: EmulationParts,
    prepared: Prepared<Chat>,
    send: (request: Chat) => Promise<ChatResponse>,
  ) => Promise<ChatResponse>;
  /** Returns the source of a chat with emulated tools. */
  readonly open: (
    parts: EmulationParts,
    prepared: Prepared<Chat>,
    open: (request: Chat) => EventSourceLike<StreamEvent>,
  ) => PushSource<StreamEvent>;
}
