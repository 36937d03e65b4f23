import { composeOrRefuse } from '../../shared/engine/compose-reply.js';
import { playSteps } from '../../shared/engine/engine-run.js';
import type { EngineRun } from '../../shared/engine/engine-run.js';
import { generate } from '../../shared/engine/generation.js';
import type { Generation } from '../../shared/engine/generation.js';
import { makeId } from '../../shared/engine/make-id.js';
import { countPrompt } from '../../shared/engine/tokenize.js';
import { Refusal } from '../../shared/http/refusal.js';
import type { ResponseSink } from '../../shared/http/response-sink.js';
import { EXPRESS_STREAM_HEADERS, sendJson } from '../../shared/http/send-json.js';
import { SseWriter } from '../../shared/http/sse-writer.js';
import { readIncludeUsage, readLimit, readStop } from '../../shared/openai/read-request.js';
import { streamChunks } from '../../shared/openai/stream-chunks.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { withEngine } from '../../shared/server/generation-context.js';
import type { GenerationContext } from '../../shared/server/generation-context.js';
import { checkContext, checkImages } from '../check-prompt.js';
import { readBody } from '../read-body.js';
import { encodeChunk, encodeCompletion, encodeFailure, encodeStep, encodeUsageChunk, usageOf } from './encode-chat.js';
import type { ChatFields } from './encode-chat.js';
import { openInstance } from './open-instance.js';
import { readChatRequest } from './read-chat.js';

/** POST /v1/chat/completions. */
export function chatCompletions(context: GenerationContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const request = readChatRequest(body);
    const instance = await openInstance(exchange, context.registry, 'llm', body);
    const { id, model, config } = instance;
    checkImages(model, request.messages);
    const promptTokens = countPrompt(request.messages, request.tools);
    const available = checkContext(config.contextLength, promptTokens);
    // The checks above fail immediately. Only generating takes a slot.
    await withEngine(context, exchange, instance, async (engine) => {
      const reply = await composeOrRefuse({ ...request, model: id }, context.reply, refuseSchema);
      const generation = generate(reply, {
        reasoning: model.reasoning !== undefined && body['reasoning_effort'] !== 'none',
        stop: readStop(body),
        maxTokens: Math.min(readLimit(body['max_tokens']), available),
      });
      const usage = usageOf(promptTokens, generation);
      Object.assign(exchange.notes, { promptTokens, completionTokens: generation.completionTokens });
      const fields = {
        id: makeId('chatcmpl-', context.nextId()),
        created: Math.floor(Date.now() / 1000),
        model: id,
        system_fingerprint: id,
      };
      if (body['stream'] === true) {
        const requested = readIncludeUsage(body) ? usage : undefined;
        await streamCompletion(exchange.sink, engine, fields, { ...generation, usage: requested });
      } else {
        await playSteps(engine, generation.steps);
        await sendJson(exchange.sink, 200, encodeCompletion(fields, generation, usage));
      }
    });
  };
}

/** Refuses an unusable schema in the way the engine refuses a grammar. */
function refuseSchema(message: string): Refusal {
  return new Refusal(400, `failed to parse grammar: ${message}`);
}

/** Streams a reply token by token. Sends `usage` if it is defined. */
async function streamCompletion(
  sink: ResponseSink,
  engine: EngineRun,
  fields: ChatFields,
  { steps, finishReason, usage }: Generation & { readonly usage: object | undefined },
): Promise<void> {
  const writer = new SseWriter(sink, EXPRESS_STREAM_HEADERS);
  const generateSteps = (): Promise<void> =>
    playSteps(engine, steps, (step) =>
      writer.data(encodeStep(fields, step, writer.started ? {} : { role: 'assistant' })),
    );
  if (!(await streamChunks(writer, generateSteps, encodeFailure))) return;
  await writer.data(encodeChunk(fields, {}, finishReason));
  if (usage !== undefined) await writer.data(encodeUsageChunk(fields, usage));
  await writer.done();
}
