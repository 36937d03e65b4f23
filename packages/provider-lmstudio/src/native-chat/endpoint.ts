import type { CallOptions, LmError } from '@lmux/core/provider';
import type { PushSource } from '@lmux/core/provider/streams';
import { requestWith, type NativeApi } from '../server/native-api.js';
import { ChatStreamBody } from './chat-stream-body.js';
import { ChatStreamFormat } from './stream-format.js';
import type { NativeChatEvent, NativeChatRequest, NativeChatResponse } from './wire.js';

/** `POST /api/v1/chat`, answered whole. */
export function chat(
  { http, root }: NativeApi,
  body: NativeChatRequest,
  options?: CallOptions,
): Promise<NativeChatResponse> {
  return requestWith(http, { method: 'POST', path: `${root}/chat`, body, options }, 'output', Array.isArray);
}

/**
 * `POST /api/v1/chat`, streamed. Sent when it is subscribed to. An `error` event goes through like any other; the source fails with it
 * after `chat.end`, or as soon as it is known that none will come.
 */
export function chatSource(
  { http, root }: NativeApi,
  request: NativeChatRequest,
  options?: CallOptions,
): PushSource<NativeChatEvent> {
  const call = { method: 'POST', path: `${root}/chat`, body: { ...request, stream: true }, options } as const;
  return {
    subscribe(observer) {
      let format: ChatStreamFormat | undefined;
      const source = http.requestStream<NativeChatEvent>(call, (emit, context) => {
        format = new ChatStreamFormat(emit, context);
        return new ChatStreamBody(format, context);
      });
      return source.subscribe({
        next: (event) => observer.next(event),
        // What the server said first is why it broke off.
        error: (error) => observer.error(isOurs(error as LmError) ? error : (format?.failure ?? error)),
        complete: () => observer.complete(),
      });
    },
  };
}

/** Whether the stream was ended here. */
function isOurs({ code }: LmError): boolean {
  return code === 'aborted' || code === 'closed';
}
