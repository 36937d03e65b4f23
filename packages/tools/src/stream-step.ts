import { LmError, type CallOptions, type ChatRequest, type ChatResponse, type LmClient } from '@lmux/core';
import type { StreamSubscription } from '@lmux/core/provider/streams';
import type { ToolRunEvent } from './tool-run-event.js';

/** The consumer of the chat of a step. */
export interface StepObserver {
  /** Receives the events of the chat, except `finish`, and `start` of all steps but the first. */
  readonly next: (event: ToolRunEvent) => void;
  readonly error: (error: unknown) => void;
  readonly complete: (response: ChatResponse) => void;
}

/** Streams the chat of a step. */
export function streamStep(
  client: LmClient,
  request: ChatRequest,
  options: CallOptions,
  index: number,
  observer: StepObserver,
): StreamSubscription {
  let response: ChatResponse | undefined;
  return client.chatStream(request, options).subscribe({
    next(event) {
      if (event.type === 'finish') return void ({ response } = event);
      if (event.type !== 'start') return observer.next(event);
      if (index === 0) observer.next(event);
      observer.next({ type: 'step-start', index });
    },
    error: observer.error,
    complete() {
      if (response !== undefined) {
        observer.next({ type: 'step-end', index, response });
        return observer.complete(response);
      }
      const message = 'The chat of a step ended without "finish". Retry the request.';
      observer.error(new LmError('stream_truncated', message, { provider: client.provider }));
    },
  });
}
