import type { ChatResponse, PartialResponse } from '../contract/chat.js';
import type { AssistantMessage } from '../contract/message.js';
import type { ResponseFormat } from '../contract/response-format.js';
import type { Warning } from '../contract/warning.js';
import { emptyChatWarning } from './empty-response.js';
import { createTextStore, type TextStore } from './omit-output.js';
import { ReasoningSplitter, type SplitReceiver } from './reasoning-splitter.js';
import type { TagPair } from './reasoning-tag-matcher.js';

/** The settings of a chat whose reasoning is split off its text. */
export interface SplitOptions {
  readonly pairs: readonly TagPair[];
  readonly responseFormat?: ResponseFormat | undefined;
  readonly collect?: boolean | undefined;
}

/** The text and the reasoning of a chat, while its text is split. */
export class SplitOutput {
  readonly splitter: ReasoningSplitter;
  readonly #options: SplitOptions;
  readonly #text: TextStore;
  /** All reasoning, in the order in which it came. */
  readonly #reasoning: TextStore;
  /** The reasoning that comes from the text. */
  readonly #own: TextStore;

  /** @param receiver Receives the pieces too. */
  constructor(options: SplitOptions, receiver?: SplitReceiver) {
    this.#options = options;
    this.#text = createTextStore(options);
    this.#reasoning = createTextStore(options);
    this.#own = createTextStore(options);
    this.splitter = new ReasoningSplitter(options.pairs, {
      text: (piece) => {
        this.#text.add(piece);
        receiver?.text(piece);
      },
      reasoning: (piece) => {
        this.#own.add(piece);
        this.#reasoning.add(piece);
        receiver?.reasoning(piece);
      },
    });
  }

  /** Adds text that need not be split, because `splitter.isDone`. */
  addText(piece: string): void {
    this.#text.add(piece);
  }

  /** Adds reasoning that the server has separated. */
  addReasoning(piece: string): void {
    if (piece === '') return;
    this.splitter.sawReasoning();
    this.#reasoning.add(piece);
  }

  /** Returns a response or a partial response with the text and the reasoning so far. */
  applyTo<Response extends PartialResponse>(response: Response): Response {
    if (!this.splitter.changed) return response;
    const own = this.#own.text;
    const text = this.#text.text;
    const reasoning = own === '' ? undefined : this.#reasoning.text;
    const { message } = response as { readonly message?: AssistantMessage };
    return {
      ...response,
      text,
      ...(reasoning !== undefined && { reasoning }),
      ...(message !== undefined && {
        message: {
          ...message,
          content: text === '' ? (response.refusal ?? '') : text,
          ...(reasoning !== undefined && { reasoning: historyOf(message.reasoning, own, reasoning) }),
        },
      }),
    };
  }

  /** Returns the complete response, and the warnings that are added to it. */
  finish(received: ChatResponse): { readonly response: ChatResponse; readonly added: readonly Warning[] } {
    this.splitter.end();
    const response = this.applyTo(received);
    const added = this.#warnings(response);
    return {
      response: added.length === 0 ? response : { ...response, warnings: [...response.warnings, ...added] },
      added,
    };
  }

  #warnings(response: ChatResponse): Warning[] {
    const { pairs } = this.#options;
    const warnings: Warning[] = [];
    if (this.splitter.isOpen && this.#own.text !== '' && response.finishReason.unified === 'stop')
      warnings.push(unclosedWarning(pairs));
    const lone = this.splitter.changed ? undefined : pairs.find((pair) => isUnopened(pair, response.text));
    if (lone !== undefined) warnings.push(unopenedWarning(lone));
    const isKnown = response.warnings.some(({ code }) => code === 'empty_response');
    const empty = this.splitter.changed && !isKnown ? emptyChatWarning(response, this.#options) : undefined;
    if (empty !== undefined) warnings.push(empty);
    return warnings;
  }
}

/** Returns the reasoning for the message of the history. Parts with state of the server are kept. */
function historyOf(
  reasoning: AssistantMessage['reasoning'],
  own: string,
  all: string,
): NonNullable<AssistantMessage['reasoning']> {
  return Array.isArray(reasoning) ? [...reasoning, { type: 'reasoning', text: own.trimStart() }] : all;
}

function unclosedWarning(pairs: readonly TagPair[]): Warning {
  const startsOpen = pairs.some((pair) => pair.startsOpen);
  const step = startsOpen
    ? 'If the model did not reason, do not set "startsOpen" of "reasoningTags" for it.'
    : "Retry the request, or check the model's chat template.";
  return {
    code: 'reasoning_tag_missing',
    message: `The response ended inside the reasoning, because the model wrote no closing tag. ${step}`,
  };
}

/** Returns true if a text has the closing tag without the opening one before it. */
function isUnopened({ open, close }: TagPair, text: string): boolean {
  const end = text.indexOf(close);
  return end !== -1 && !text.slice(0, end).includes(open);
}

function unopenedWarning({ open, close }: TagPair): Warning {
  return {
    code: 'reasoning_tag_missing',
    message: `The text contains "${close}" without "${open}" at its beginning, so no reasoning was split off. If the chat template writes the opening tag into the prompt, set "startsOpen" of "reasoningTags" to true.`,
  };
}

/** Returns the response of a chat with its reasoning split off the text, as the stream of the same chat has it. */
export function splitReasoning(response: ChatResponse, options: SplitOptions): ChatResponse {
  const output = new SplitOutput(options);
  output.addReasoning(response.reasoning ?? '');
  output.splitter.push(response.text);
  return output.finish(response).response;
}
