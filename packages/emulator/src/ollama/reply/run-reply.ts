import { playSteps } from '../../shared/engine/engine-run.js';
import type { EngineRun } from '../../shared/engine/engine-run.js';
import { Refusal } from '../../shared/http/refusal.js';
import { composeReply } from '../../shared/engine/compose-reply.js';
import { generate } from '../../shared/engine/generation.js';
import type { Generation } from '../../shared/engine/generation.js';
import { SchemaError } from '../../shared/engine/sample-schema.js';
import type { Exchange } from '../../shared/server/exchange.js';
import { withEngine } from '../../shared/server/generation-context.js';
import type { OllamaContext } from '../ollama-context.js';
import { closeModel, openModel } from '../open-model.js';
import type { AnswerPlan } from './reply-plan.js';
import { fitPrompt } from './truncate-prompt.js';
import type { Metrics } from './metrics.js';
import { saidAt } from './output-part.js';
import type { Said } from './output-part.js';

/** Why an answer ended, and what it took. */
export interface Ending extends Metrics {
  readonly finishReason: Generation['finishReason'];
}

/** How an endpoint tells an answer. */
export interface Teller {
  /** Says a part at once; absent for an answer that is sent whole. */
  readonly say?: ((said: Said) => Promise<void>) | undefined;
  /** Ends it; gets all that was said. */
  readonly end: (ending: Ending, said: readonly Said[]) => Promise<void>;
  /** Ends a stream that has begun with an error; absent for an answer that is sent whole. */
  readonly fail?: ((refusal: Refusal) => Promise<void>) | undefined;
}

/** Answers by a plan: loads the model, cuts the prompt, speaks. */
export async function answer(context: OllamaContext, exchange: Exchange, plan: AnswerPlan, teller: Teller) {
  const { registry, loads } = context;
  const { model, request, options, keepAliveMs } = plan;
  const loaded = registry.instancesOf(model).length > 0 && !loads.isLoading(model);
  const instance = await openModel(context, model, { contextLength: options.contextLength, keepAliveMs });
  exchange.notes.model = instance.id;
  const { messages, promptTokens } = fitPrompt(request.messages, request.tools, instance.config.contextLength);
  const work = async (engine: EngineRun): Promise<void> => {
    const generation = await compose(context, { ...plan, request: { ...request, messages } });
    Object.assign(exchange.notes, { promptTokens, completionTokens: generation.completionTokens });
    const said = await speak(engine, generation, teller);
    if (said === undefined) return;
    const loadMs = loaded ? 0 : registry.settings.loadMs;
    const tokens = generation.completionTokens;
    const { finishReason } = generation;
    // Before the end, or a client that lists the running models at once would still find it.
    if (keepAliveMs === 0) closeModel(context, model);
    await teller.end({ finishReason, promptTokens, tokens, loadMs, delayMs: context.delayMs }, said);
  };
  try {
    await withEngine(context, exchange, instance, work);
  } finally {
    if (keepAliveMs === 0) closeModel(context, model);
  }
}

async function compose({ reply }: OllamaContext, { model, request, think, options }: AnswerPlan): Promise<Generation> {
  try {
    const parts = await composeReply({ ...request, model: model.id }, reply);
    return generate(parts, { reasoning: think, stop: options.stop, maxTokens: options.maxTokens });
  } catch (error) {
    if (error instanceof SchemaError) throw new Refusal(500, 'invalid JSON schema in format');
    throw error;
  }
}

/** Says everything; undefined when the engine failed in the middle and the stream has ended with that. */
async function speak(engine: EngineRun, { steps }: Generation, teller: Teller): Promise<Said[] | undefined> {
  const all: Said[] = [];
  let at = 0;
  try {
    await playSteps(engine, steps, async () => {
      const said = saidAt(steps, at);
      at += 1;
      if (said === undefined) return;
      all.push(said);
      await teller.say?.(said);
    });
  } catch (error) {
    if (!(error instanceof Refusal) || teller.fail === undefined || all.length === 0) throw error;
    await teller.fail(error);
    return undefined;
  }
  return all;
}
