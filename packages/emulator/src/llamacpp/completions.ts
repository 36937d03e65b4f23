import { completionRequest, composeReply } from '../shared/engine/compose-reply.js';
import { playSteps } from '../shared/engine/engine-run.js';
import { generate, textOf } from '../shared/engine/generation.js';
import { countTokens } from '../shared/engine/tokenize.js';
import { SseWriter } from '../shared/http/sse-writer.js';
import { stringsIn } from '../shared/json/read-json.js';
import type { JsonRecord } from '../shared/json/read-json.js';
import { readStop } from '../shared/openai/read-request.js';
import { streamChunks } from '../shared/openai/stream-chunks.js';
import type { Endpoint } from '../shared/server/exchange.js';
import { withEngine } from '../shared/server/generation-context.js';
import { BUILD_INFO, completionFields, encodeTimings, usageOf } from './completion-fields.js';
import type { CompletionFields } from './completion-fields.js';
import { checkContext, checkGenerates } from './engine-refusal.js';
import type { LlamaContext } from './llama-context.js';
import { encodeError, LlamaRefusal } from './llama-refusal.js';
import { openModel } from './open-model.js';
import { readBody, readMaxTokens } from './read-body.js';
import { sendReply, STREAM_HEADERS } from './send-reply.js';

/** POST /v1/completions. The last chunk of a stream always has usage, even if it was not requested. */
export function completions(context: LlamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const { sink, notes } = exchange;
    const instance = await openModel(context, exchange, body['model']);
    const { model, config } = instance;
    const prompt = readPrompt(body);
    const promptTokens = countTokens(prompt);
    checkGenerates(model);
    const available = checkContext(config.contextLength, promptTokens);
    await withEngine(context, exchange, instance, async (engine) => {
      const { text = '' } = await composeReply(completionRequest(model.id, prompt, body), context.reply);
      const maxTokens = Math.min(readMaxTokens(body), available);
      const generation = generate({ text }, { reasoning: false, stop: readStop(body), maxTokens });
      const { steps, finishReason, completionTokens } = generation;
      Object.assign(notes, { promptTokens, completionTokens });
      const fields = completionFields(model.id, context.nextId(), context.nowMs());
      const end = {
        usage: usageOf(promptTokens, completionTokens),
        timings: encodeTimings(promptTokens, completionTokens, context.delayMs),
      };
      if (body['stream'] !== true) {
        await playSteps(engine, steps);
        return sendReply(sink, 200, encodeText(fields, textOf(steps, 'text'), finishReason, end));
      }
      const writer = new SseWriter(sink, STREAM_HEADERS);
      const streamSteps = (): Promise<void> =>
        playSteps(engine, steps, (step) => writer.data(encodeText(fields, textOf([step], 'text'), null)));
      if (!(await streamChunks(writer, streamSteps, encodeError))) return;
      await writer.data(encodeText(fields, '', finishReason, end));
      await writer.done();
    });
  };
}

/** Encodes a chunk or a complete response. Both have the same form on this route. */
function encodeText(
  { id, created, model }: CompletionFields,
  text: string,
  finishReason: string | null,
  end?: { readonly usage: object; readonly timings: object },
): object {
  return {
    choices: [{ text, index: 0, logprobs: null, finish_reason: finishReason }],
    created,
    model,
    system_fingerprint: BUILD_INFO,
    object: 'text_completion',
    usage: end?.usage,
    id,
    timings: end?.timings,
  };
}

function readPrompt({ prompt }: JsonRecord): string {
  if (typeof prompt === 'string') return prompt;
  const texts = stringsIn(prompt);
  if (texts.length > 0) return texts.join('\n');
  if (prompt === undefined) throw new LlamaRefusal(400, "[json.exception.out_of_range.403] key 'prompt' not found");
  throw new LlamaRefusal(400, '"prompt" must be a string or a list of strings');
}
