import { jsonText, readArray, readBoolean, readObject, readString, readText } from '@lmux/core/provider/json';
import { ChatEventWriter, WriterDecoder, type ChatEventWriterOptions } from '@lmux/core/provider/streams';
import { decodeTokenLogprobs } from '@lmux/provider-openai/protocol';
import { learnFacts } from '../decode/decode-stats.js';
import type { LineDecoder } from '../decode/line-format.js';
import type { OllamaChatResponse } from './wire.js';

/** Decodes the lines of a chat to the contract's events. A response that is not streamed is decoded as a single line. */
export class ChatStreamDecoder
  extends WriterDecoder<OllamaChatResponse, ChatEventWriter>
  implements LineDecoder<OllamaChatResponse>
{
  readonly readsMessage = true;
  readonly #collects: boolean;
  #received: unknown[] | undefined;

  constructor(options: ChatEventWriterOptions) {
    super(new ChatEventWriter(options));
    this.#collects = options.collect !== false;
  }

  push(line: OllamaChatResponse): void {
    const { model, message, logprobs, done } = line;
    const { thinking, content, images, tool_calls: calls } = readObject(message);
    const { writer } = this;
    writer.start(readString(model));
    writer.reasoning(readString(thinking) ?? '');
    writer.text(readString(content) ?? '');
    for (const call of readArray(calls)) this.#call(call);
    this.#images(readArray(images));
    if (logprobs !== undefined) this.#logprobs(logprobs);
    if (readBoolean(done) === true) learnFacts(writer.facts, line, this.#collects);
  }

  text(delta: string): void {
    this.writer.text(delta);
  }

  reasoning(delta: string): void {
    this.writer.reasoning(delta);
  }

  /**
   * Writes a tool call. Ollama sends it in one piece with its arguments as an object, while the contract has them as JSON text. A call without
   * a name, an id and arguments is ignored.
   */
  #call(call: unknown): void {
    const { id, function: called } = readObject(call);
    const { name, arguments: given } = readObject(called);
    const args = readString(given) ?? jsonText(given ?? {});
    const text = readString(name) ?? '';
    if (text.trim() === '' && readText(id) === undefined && (args === '' || args === '{}')) return;
    const index = this.writer.toolCallStart(readText(id), text);
    this.writer.toolCallDelta(index, args);
    this.writer.toolCallEnd(index);
  }

  /** Writes images as base64. A message has the field in both directions: ollama/ollama api/types.go. */
  #images(images: readonly unknown[]): void {
    if (images.length === 0) return;
    // One list that grows, because copying all images for each line would be quadratic.
    this.#received ??= [];
    for (const image of images) this.#received.push(image);
    this.writer.raw({ images }, { images: this.#received });
  }

  #logprobs(list: unknown): void {
    const tokens = decodeTokenLogprobs(list);
    if (tokens.length > 0) this.writer.logprobs(tokens);
  }
}
