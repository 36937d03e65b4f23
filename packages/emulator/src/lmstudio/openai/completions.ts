import { completionRequest, composeReply } from '../../shared/engine/compose-reply.js';
import { playSteps } from '../../shared/engine/engine-run.js';
import { generate, textOf } from '../../shared/engine/generation.js';
import { makeId } from '../../shared/engine/make-id.js';
import { countTokens } from '../../shared/engine/tokenize.js';
import { Refusal } from '../../shared/http/refusal.js';
import { EXPRESS_STREAM_HEADERS, sendJson } from '../../shared/http/send-json.js';
import { SseWriter } from '../../shared/http/sse-writer.js';
import { stringOrStrings } from '../../shared/json/read-json.js';
import type { JsonRecord } from '../../shared/json/read-json.js';
import { readIncludeUsage, readLimit, readStop } from '../../shared/openai/read-request.js';
import { streamChunks } from '../../shared/openai/stream-chunks.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { withEngine } from '../../shared/server/generation-context.js';
import type { GenerationContext } from '../../shared/server/generation-context.js';
import { checkContext } from '../check-prompt.js';
import { readBody } from '../read-body.js';
import { encodeFailure, usageOf } from './encode-chat.js';
import { openInstance } from './open-instance.js';

/** POST /v1/completions. A text completion has no reasoning and no tool calls. */
export function completions(context: GenerationContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const { sink, notes } = exchange;
    const prompt = readPrompt(body);
    const instance = await openInstance(exchange, context.registry, 'llm', body);
    const promptTokens = countTokens(prompt);
    const available = checkContext(instance.config.contextLength, promptTokens);
    await withEngine(context, exchange, instance, async (engine) => {
      const { text = '' } = await composeReply(completionRequest(instance.id, prompt, body), context.reply);
      const maxTokens = Math.min(readLimit(body['max_tokens']), available);
      const generation = generate({ text }, { reasoning: false, stop: readStop(body), maxTokens });
      const { steps, finishReason, completionTokens } = generation;
      Object.assign(notes, { promptTokens, completionTokens });
      const fields = {
        id: makeId('cmpl-', context.nextId()),
        object: 'text_completion',
        created: Math.floor(Date.now() / 1000),
        model: instance.id,
      };
      // A chunk and a complete response have the same form on this route.
      const encode = (piece: string, reason: string | null): object => ({
        ...fields,
        choices: [{ index: 0, text: piece, logprobs: null, finish_reason: reason }],
      });
      const usage = usageOf(promptTokens, generation);
      if (body['stream'] !== true) {
        await playSteps(engine, steps);
        return sendJson(sink, 200, { ...encode(textOf(steps, 'text'), finishReason), usage, stats: {} });
      }
      const writer = new SseWriter(sink, EXPRESS_STREAM_HEADERS);
      const streamSteps = (): Promise<void> =>
        playSteps(engine, steps, (step) => writer.data(encode(textOf([step], 'text'), null)));
      if (!(await streamChunks(writer, streamSteps, encodeFailure))) return;
      await writer.data(encode('', finishReason));
      if (readIncludeUsage(body)) await writer.data({ ...fields, choices: [], usage });
      await writer.done();
    });
  };
}

/**
 * Reads the prompt as one text. An array of strings is joined, since one request has one reply (`n` is ignored too).
 */
function readPrompt({ prompt }: JsonRecord): string {
  const texts = stringOrStrings(prompt);
  if (texts !== undefined && texts.length > 0) return texts.join('\n');
  throw new Refusal(400, "'prompt' field is required and must be a string or an array of strings");
}
