import { composeOrRefuse } from '../../shared/engine/compose-reply.js';
import { playSteps } from '../../shared/engine/engine-run.js';
import type { EngineRun } from '../../shared/engine/engine-run.js';
import { generate } from '../../shared/engine/generation.js';
import type { Generation } from '../../shared/engine/generation.js';
import { Refusal } from '../../shared/http/refusal.js';
import type { Exchange } from '../../shared/server/exchange.js';
import { withEngine } from '../../shared/server/generation-context.js';
import type { OllamaContext } from '../ollama-context.js';
import { closeModel, openModel } from '../open-model.js';
import type { Metrics } from './metrics.js';
import { partAt } from './output-part.js';
import type { OutputPart } from './output-part.js';
import type { ReplyPlan } from './reply-plan.js';
import { truncatePrompt } from './truncate-prompt.js';

/** The finish reason and the metrics of a reply. */
export interface Ending extends Metrics {
  readonly finishReason: Generation['finishReason'];
}

/** Writes a reply in the format of an endpoint. */
export interface ReplyWriter {
  /** Writes one part. Absent for a reply that is not streamed. */
  readonly write?: ((part: OutputPart) => Promise<void>) | undefined;
  /** Ends the reply. Receives all parts. */
  readonly end: (ending: Ending, parts: readonly OutputPart[]) => Promise<void>;
  /** Ends a started stream with an error. Absent for a reply that is not streamed. */
  readonly fail?: ((refusal: Refusal) => Promise<void>) | undefined;
}

/** Executes a plan: loads the model, truncates or refuses a prompt that is too long, and writes the reply. */
export async function runReply(
  context: OllamaContext,
  exchange: Exchange,
  plan: ReplyPlan,
  writer: ReplyWriter,
): Promise<void> {
  const { registry, loads } = context;
  const { model, request, options, keepAliveMs, overflow } = plan;
  const loaded = registry.instancesOf(model).length > 0 && !loads.isLoading(model);
  const instance = await openModel(context, model, { contextLength: options.contextLength, keepAliveMs });
  exchange.notes.model = instance.id;
  const { contextLength } = instance.config;
  const { messages, promptTokens, isTruncated } = truncatePrompt(request.messages, request.tools, contextLength);
  if (isTruncated && !overflow.truncate) throw context.engineRefusal('promptOverflow', contextLength);
  // The last token needs no room, because nothing follows it.
  const room = overflow.shift ? Number.POSITIVE_INFINITY : contextLength - promptTokens + 1;
  const work = async (engine: EngineRun): Promise<void> => {
    const generation = await compose(context, { ...plan, request: { ...request, messages } }, room);
    Object.assign(exchange.notes, { promptTokens, completionTokens: generation.completionTokens });
    const parts = await writeParts(engine, generation, writer);
    if (parts === undefined) return;
    const loadMs = loaded ? 0 : registry.settings.loadMs;
    const tokens = generation.completionTokens;
    const { finishReason } = generation;
    // Unloaded before the reply ends, so a client that then lists the running models does not find it.
    if (keepAliveMs === 0) closeModel(context, model);
    await writer.end({ finishReason, promptTokens, tokens, loadMs, delayMs: context.delayMs }, parts);
  };
  try {
    await withEngine(context, exchange, instance, work);
  } finally {
    if (keepAliveMs === 0) closeModel(context, model);
  }
}

async function compose(
  { reply }: OllamaContext,
  { model, request, think, options }: ReplyPlan,
  room: number,
): Promise<Generation> {
  const parts = await composeOrRefuse({ ...request, model: model.id }, reply, refuseSchema);
  return generate(parts, { reasoning: think, stop: options.stop, maxTokens: Math.min(options.maxTokens, room) });
}

function refuseSchema(): Refusal {
  return new Refusal(500, 'invalid JSON schema in format');
}

/** Writes all parts. Returns undefined if the engine failed midway and the stream has ended with that error. */
async function writeParts(
  engine: EngineRun,
  { steps }: Generation,
  writer: ReplyWriter,
): Promise<OutputPart[] | undefined> {
  const parts: OutputPart[] = [];
  let at = 0;
  try {
    await playSteps(engine, steps, async () => {
      const part = partAt(steps, at);
      at += 1;
      if (part === undefined) return;
      parts.push(part);
      await writer.write?.(part);
    });
  } catch (error) {
    if (!(error instanceof Refusal) || writer.fail === undefined || parts.length === 0) throw error;
    await writer.fail(error);
    return undefined;
  }
  return parts;
}
