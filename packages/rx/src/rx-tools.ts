import type { LmClient } from '@lmux/core';
import type { ToolRunEvent, ToolRunOptions, ToolRunRequest } from '@lmux/tools';
import { Observable } from 'rxjs';
import { iterateInto } from './iterate-into.js';
import { subscriptionController } from './subscription-controller.js';

/** Chats with tools as Observables. */
export interface RxTools {
  /**
   * Continues a conversation with tools until the model calls none. Emits the events of all steps and tools, see `runTools` of `@lmux/tools`.
   * Unsubscribing stops the model and aborts the signals of the tools.
   */
  readonly runTools: (request: ToolRunRequest, options?: ToolRunOptions) => Observable<ToolRunEvent>;
}

/** Returns the part of `RxClient` for tools. */
export function rxTools(client: LmClient): RxTools {
  return {
    runTools: (request, options) =>
      new Observable((subscriber) => {
        const controller = subscriptionController(subscriber, options?.signal);
        const open = async function* (): AsyncGenerator<ToolRunEvent> {
          // Loaded by the first subscription, as for objects.
          const { runTools } = await import('@lmux/tools');
          if (!subscriber.closed) yield* runTools(client, request, { ...options, signal: controller.signal });
        };
        iterateInto(subscriber, controller, open());
      }),
  };
}
