import type { PartialResponse } from '../contract/chat.js';
import type { AssistantMessage } from '../contract/message.js';
import type { EventObserver } from '../contract/streams.js';
import { StringBuilder } from '../decode/string-builder.js';
import { isLmError } from '../errors/guards.js';
import { attachPartial } from '../errors/stream-error.js';
import type { ChatEventWriterOptions } from './chat-event-writer-options.js';

/** The part of a complete or partial response that `omitOutput` reads. */
type AnyResponse = PartialResponse & { readonly message?: AssistantMessage | undefined };

/** Number of characters that a `TextSample` keeps at most. */
const SAMPLE_LENGTH = 16;

/** Keeps only a sample of a text, which shows whether the text is blank. */
class TextSample {
  /** A piece of the text. It is blank only if the whole text so far is. */
  text = '';

  add(piece: string): void {
    if (this.text.trim() === '') this.text = (piece.trim() || piece).slice(0, SAMPLE_LENGTH);
  }
}

/** A store for one kind of text of a response. */
export type TextStore = StringBuilder | TextSample;

/** Creates a store for one kind of text. If `collect` is false, the store keeps only a sample, which `withoutOutput` removes. */
export function createTextStore({ collect }: Pick<ChatEventWriterOptions, 'collect'>): TextStore {
  return collect === false ? new TextSample() : new StringBuilder();
}

/**
 * Returns a response or a partial response without the output that `collect: false` leaves out: text, reasoning, refusal and log
 * probabilities. If there was any, the warning `text_not_collected` is added, because an empty response must not look complete.
 */
function omitOutput<Response extends AnyResponse>(response: Response): Response {
  const { text, reasoning, refusal, logprobs, message, ...rest } = response;
  if (text === '' && reasoning === undefined && refusal === undefined && logprobs === undefined) return response;
  const { reasoning: _reasoning, ...kept } = message ?? {};
  return {
    ...rest,
    text: '',
    ...(message !== undefined && { message: { ...kept, content: '' } }),
    warnings: [
      ...(response.warnings ?? []),
      {
        code: 'text_not_collected',
        message:
          'The response has no text, reasoning, refusal or log probabilities, because the option "collect" is false. Read them from the events of the stream.',
      },
    ],
  } as unknown as Response;
}

/**
 * Returns an observer that omits the output of the response and of `partial`. The client adds it to every stream with `collect: false`, the
 * only place that does: writers leave their samples in the response, and a source may not heed the option at all.
 */
export function withoutOutput<Event extends { readonly type: string }>(
  observer: EventObserver<Event>,
): EventObserver<Event> {
  return {
    next(event) {
      const { response } = event as { readonly response?: AnyResponse };
      observer.next(response === undefined ? event : { ...event, response: omitOutput(response) });
    },
    error(error) {
      if (isLmError(error) && error.partial !== undefined) attachPartial(error, omitOutput(error.partial));
      observer.error(error);
    },
    complete: () => observer.complete(),
  };
}
