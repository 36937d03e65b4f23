import { composeOrRefuse } from '../../shared/engine/compose-reply.js';
import { playSteps } from '../../shared/engine/engine-run.js';
import { generate } from '../../shared/engine/generation.js';
import type { Generation } from '../../shared/engine/generation.js';
import type { ReplyParts } from '../../shared/engine/reply.js';
import type { JsonRecord } from '../../shared/json/read-json.js';
import { readIncludeUsage, readStop } from '../../shared/openai/read-request.js';
import type { Endpoint, Exchange } from '../../shared/server/exchange.js';
import { withEngine } from '../../shared/server/generation-context.js';
import { completionFields, encodeTimings, usageOf } from '../completion-fields.js';
import { checkContext, checkGenerates } from '../engine-refusal.js';
import type { LlamaContext } from '../llama-context.js';
import { LlamaRefusal } from '../llama-refusal.js';
import { openModel } from '../open-model.js';
import { readBody, readMaxTokens } from '../read-body.js';
import { sendReply } from '../send-reply.js';
import { encodeCompletion } from './encode-chat.js';
import { prepareChat, readThinking } from './read-chat.js';
import { streamChat } from './stream-chat.js';

/** POST /v1/chat/completions. With a conversation id, a stream is kept and continues after its client disconnects. */
export function chatCompletions(context: LlamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const id = exchange.record.headers['x-conversation-id'];
    if (typeof id !== 'string' || id === '' || body['stream'] !== true) return replyToChat(context, exchange, body);
    return context.conversations.keep(id, exchange, (inner) => replyToChat(context, inner, body));
  };
}

/** Writes a chat completion to the sink of the exchange. */
async function replyToChat(context: LlamaContext, exchange: Exchange, body: JsonRecord): Promise<void> {
  const instance = await openModel(context, exchange, body['model']);
  const { model } = instance;
  const { request, promptTokens } = prepareChat(model, body);
  checkGenerates(model);
  const available = checkContext(instance.config.contextLength, promptTokens);
  await withEngine(context, exchange, instance, async (engine) => {
    const maxTokens = Math.min(readMaxTokens(body), available);
    const reply = await composeOrRefuse({ ...request, model: model.id }, context.reply, refuseSchema);
    const generation = generateReply(reply, body, model.reasoning !== undefined, maxTokens);
    const { completionTokens } = generation;
    Object.assign(exchange.notes, { promptTokens, completionTokens });
    const fields = completionFields(model.id, context.nextId(), context.nowMs());
    const usage = usageOf(promptTokens, completionTokens);
    if (body['stream'] === true) {
      const includeUsage = readIncludeUsage(body);
      const reports = { progress: body['return_progress'] === true, everyTiming: body['timings_per_token'] === true };
      await streamChat(exchange.sink, engine, { fields, generation, promptTokens, usage, includeUsage, ...reports });
      return;
    }
    await playSteps(engine, generation.steps);
    const timings = encodeTimings(promptTokens, completionTokens, context.delayMs);
    await sendReply(exchange.sink, 200, encodeCompletion(fields, generation, usage, timings));
  });
}

/**
 * Generates the reply within its limits. With `reasoning_format: none`, the reasoning stays in the text between its
 * tags.
 */
function generateReply(reply: ReplyParts, body: JsonRecord, reasons: boolean, maxTokens: number): Generation {
  const reasoning = reasons && readThinking(body);
  const limits = { reasoning, stop: readStop(body), maxTokens };
  if (!reasoning || body['reasoning_format'] !== 'none') return generate(reply, limits);
  const text = `<think>\n${reply.reasoning ?? ''}\n</think>\n\n${reply.text ?? ''}`;
  return generate({ ...reply, reasoning: '', text }, limits);
}

function refuseSchema(message: string): LlamaRefusal {
  return new LlamaRefusal(400, `failed to parse grammar: ${message}`);
}
