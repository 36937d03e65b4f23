import { playSteps } from '../../../shared/engine/engine-run.js';
import type { EngineRun } from '../../../shared/engine/engine-run.js';
import type { ResponseSink } from '../../../shared/http/response-sink.js';
import { sendJson } from '../../../shared/http/send-json.js';
import { SseWriter } from '../../../shared/http/sse-writer.js';
import { makeId } from '../../../shared/engine/make-id.js';
import { checkContext } from '../../check-prompt.js';
import type { Generation, GenerationStep } from '../../../shared/engine/generation.js';
import { countTokens } from '../../../shared/engine/tokenize.js';
import { jsonBody } from '../../../shared/server/exchange.js';
import type { Endpoint } from '../../../shared/server/exchange.js';
import { withEngine } from '../../../shared/server/generation-context.js';
import type { GenerationContext } from '../../../shared/server/generation-context.js';
import { openInstance } from '../open-instance.js';
import { readIncludeUsage } from '../../../shared/openai/read-fields.js';
import { endFailedStream } from '../stream-failure.js';
import { usageOf } from '../usage.js';
import { completeText } from './complete-text.js';
import { encodeText } from './encode-text.js';
import type { TextShell } from './encode-text.js';
import { readPrompt } from './read-prompt.js';

/** POST /v1/completions. */
export function completions(context: GenerationContext): Endpoint {
  return async (exchange) => {
    const body = jsonBody(exchange);
    const { sink, notes } = exchange;
    const prompt = readPrompt(body);
    const instance = await openInstance(exchange, context.registry, 'llm', body);
    const promptTokens = countTokens(prompt);
    const room = checkContext(instance.config.contextLength, promptTokens);
    await withEngine(context, exchange, instance, async (engine) => {
      const generation = await completeText(context.reply, instance.id, { text: prompt, room, body });
      Object.assign(notes, { promptTokens, completionTokens: generation.completionTokens });
      const shell: TextShell = {
        id: makeId('cmpl-', context.nextId()),
        object: 'text_completion',
        created: Math.floor(Date.now() / 1000),
        model: instance.id,
      };
      const usage = usageOf(promptTokens, generation);
      if (body['stream'] === true) {
        const asked = readIncludeUsage(body) ? usage : undefined;
        await streamText(sink, engine, shell, { ...generation, usage: asked });
        return;
      }
      await playSteps(engine, generation.steps);
      const whole = encodeText(shell, generation.steps.map(textOf).join(''), generation.finishReason);
      await sendJson(sink, 200, { ...whole, usage, stats: {} });
    });
  };
}

async function streamText(
  sink: ResponseSink,
  engine: EngineRun,
  shell: TextShell,
  { steps, finishReason, usage }: Generation & { readonly usage: object | undefined },
): Promise<void> {
  const writer = new SseWriter(sink);
  try {
    await playSteps(engine, steps, (step) => writer.data(encodeText(shell, textOf(step), null)));
  } catch (error) {
    return endFailedStream(writer, error);
  }
  await writer.data(encodeText(shell, '', finishReason));
  if (usage !== undefined) await writer.data({ ...shell, choices: [], usage });
  await writer.done();
}

function textOf(step: GenerationStep): string {
  return step.kind === 'text' ? step.text : '';
}
