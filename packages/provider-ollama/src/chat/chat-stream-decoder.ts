import type { IncomingJson } from '@lmux/core/provider';
import { ChatEventWriter, type ChatEventWriterOptions, type PartialResponse } from '@lmux/core/provider/streams';
import { decodeFinishReason, decodeLogprobs, decodeTiming, decodeUsage } from '../decode/decode-stats.js';
import type { LineDecoder } from '../decode/line-format.js';
import { isText } from '../server/native-api.js';
import type { OllamaChatResponse } from '../wire.js';

/** Lines of a chat to the contract's events; a whole answer is a line too. */
export class ChatDecoder implements LineDecoder<OllamaChatResponse> {
  readonly #writer: ChatEventWriter;

  constructor(options: ChatEventWriterOptions) {
    this.#writer = new ChatEventWriter(options);
  }

  push(line: OllamaChatResponse): void {
    const { model, message, logprobs, done }: IncomingJson = line;
    const writer = this.#writer;
    writer.start(isText(model) ? model : '');
    if (isText(message?.thinking)) writer.reasoning(message.thinking);
    if (isText(message?.content)) writer.text(message.content);
    if (Array.isArray(message?.tool_calls)) for (const call of message.tool_calls) this.#call(call);
    if (logprobs !== undefined) this.#logprobs(logprobs);
    if (done === true) this.#done(line);
  }

  end(): void {
    this.#writer.finish();
  }

  stop(): void {
    this.#writer.stop();
  }

  partial(): PartialResponse {
    return this.#writer.partial();
  }

  text(delta: string): void {
    this.#writer.text(delta);
  }

  reasoning(delta: string): void {
    this.#writer.reasoning(delta);
  }

  /** A call comes whole, its arguments as a value; the contract has them as the text that they are on other servers. */
  #call(call: IncomingJson): void {
    const { name, arguments: given } = call?.function ?? {};
    const index = this.#writer.toolCallStart(
      isText(call?.id) && call.id !== '' ? call.id : undefined,
      isText(name) ? name : '',
    );
    this.#writer.toolCallDelta(index, isText(given) ? given : JSON.stringify(given ?? {}));
    this.#writer.toolCallEnd(index);
  }

  #logprobs(list: IncomingJson): void {
    const tokens = decodeLogprobs(list);
    if (tokens.length > 0) this.#writer.logprobs(tokens);
  }

  #done(line: IncomingJson): void {
    const { facts } = this.#writer;
    facts.finishReason = decodeFinishReason(line);
    facts.usage = decodeUsage(line);
    facts.timing = decodeTiming(line);
    facts.raw = line;
  }
}
