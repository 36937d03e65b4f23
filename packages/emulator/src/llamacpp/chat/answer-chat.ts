import { playSteps } from '../../shared/engine/engine-run.js';
import { composeReply } from '../../shared/engine/compose-reply.js';
import { generate } from '../../shared/engine/generation.js';
import type { Generation } from '../../shared/engine/generation.js';
import type { ReplyParts, ReplyRequest } from '../../shared/engine/reply.js';
import { SchemaError } from '../../shared/engine/sample-schema.js';
import { readIncludeUsage, readStop } from '../../shared/openai/read-fields.js';
import type { Exchange } from '../../shared/server/exchange.js';
import { withEngine } from '../../shared/server/generation-context.js';
import { checkRoom } from '../engine-refusal.js';
import type { LlamaContext } from '../llama-context.js';
import { LlamaRefusal } from '../llama-refusal.js';
import { openModel } from '../open-model.js';
import { sendReply } from '../send-reply.js';
import { makeShell } from '../completion-fields.js';
import { encodeTimings, encodeUsage } from '../timings.js';
import { encodeCompletion } from './encode-completion.js';
import { prepareChat } from './prepare-chat.js';
import { readMaxTokens, readThinking } from './read-chat.js';
import { streamChat } from './stream-chat.js';

type Body = Readonly<Record<string, unknown>>;

/** Answers a chat completion into the exchange's sink. */
export async function answerChat(context: LlamaContext, exchange: Exchange, body: Body): Promise<void> {
  const instance = await openModel(context, exchange, body['model']);
  const { model } = instance;
  const { request, promptTokens } = prepareChat(model, body);
  const room = checkRoom(instance.config.contextLength, promptTokens);
  await withEngine(context, exchange, instance, async (engine) => {
    const maxTokens = Math.min(readMaxTokens(body), room);
    const reply = await replyTo(context, { ...request, model: model.id });
    const generation = speech(reply, body, model.reasoning !== undefined, maxTokens);
    const { completionTokens } = generation;
    Object.assign(exchange.notes, { promptTokens, completionTokens });
    const shell = makeShell(model.id, context.nextId(), context.nowMs());
    const usage = encodeUsage(promptTokens, completionTokens);
    if (body['stream'] === true) {
      const includeUsage = readIncludeUsage(body);
      const tell = { progress: body['return_progress'] === true, everyTiming: body['timings_per_token'] === true };
      await streamChat(exchange.sink, engine, { shell, generation, promptTokens, usage, includeUsage, ...tell });
      return;
    }
    await playSteps(engine, generation.steps);
    const timings = encodeTimings(promptTokens, completionTokens, context.delayMs);
    await sendReply(exchange.sink, 200, encodeCompletion(shell, generation, usage, timings));
  });
}

/** The reply within its limits; with `reasoning_format: none` the thinking stays in the text, between its tags. */
function speech(reply: ReplyParts, body: Body, reasons: boolean, maxTokens: number): Generation {
  const reasoning = reasons && readThinking(body);
  const limits = { reasoning, stop: readStop(body), maxTokens };
  if (!reasoning || body['reasoning_format'] !== 'none') return generate(reply, limits);
  const text = `<think>\n${reply.reasoning ?? ''}\n</think>\n\n${reply.text ?? ''}`;
  return generate({ ...reply, reasoning: '', text }, limits);
}

async function replyTo({ reply }: LlamaContext, request: ReplyRequest): Promise<ReplyParts> {
  try {
    return await composeReply(request, reply);
  } catch (error) {
    if (error instanceof SchemaError) throw new LlamaRefusal(400, `failed to parse grammar: ${error.message}`);
    throw error;
  }
}
