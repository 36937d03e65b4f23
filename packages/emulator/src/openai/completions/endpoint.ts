import { composeReply } from '../../model/compose-reply.js';
import { generate } from '../../model/generation.js';
import type { Generation } from '../../model/generation.js';
import type { Model } from '../../model/model.js';
import { countTokens } from '../../model/tokenize.js';
import { jsonBody } from '../../server/exchange.js';
import type { Endpoint } from '../../server/exchange.js';
import { pause } from '../../server/pause.js';
import { sendJson } from '../../server/send-json.js';
import { SseWriter } from '../../server/sse-writer.js';
import { checkContext } from '../check-context.js';
import { makeId } from '../make-id.js';
import type { OpenAIContext } from '../openai-context.js';
import { pickModel } from '../pick-model.js';
import { readIncludeUsage, readMaxTokens, readStop } from '../read-fields.js';
import { usageOf } from '../usage.js';
import { readPrompt } from './read-prompt.js';

type Body = Readonly<Record<string, unknown>>;

/** POST /v1/completions. */
export function completions(context: OpenAIContext): Endpoint {
  return async (exchange) => {
    const body = jsonBody(exchange);
    const prompt = readPrompt(body);
    const model = pickModel(exchange, context.catalog, 'llm', body);
    const promptTokens = countTokens(prompt);
    const room = checkContext(model, promptTokens);
    await context.slots.run(exchange.signal, async () => {
      const generation = await complete(context, model, prompt, body, room);
      Object.assign(exchange.notes, { promptTokens, completionTokens: generation.completionTokens });
      const shell = {
        id: makeId('cmpl-', context.nextId()),
        object: 'text_completion',
        created: Math.floor(Date.now() / 1000),
        model: model.id,
      };
      const usage = usageOf(promptTokens, generation);
      const { finishReason } = generation;
      const choice = (text: string, reason: string | null): object[] => [
        { index: 0, text, logprobs: null, finish_reason: reason },
      ];
      const texts = generation.steps.map((step) => (step.kind === 'text' ? step.text : ''));
      if (body['stream'] !== true) {
        await pause(context.delayMs * texts.length, exchange.signal);
        const choices = choice(texts.join(''), finishReason);
        await sendJson(exchange.sink, 200, { ...shell, choices, usage, stats: {} });
        return;
      }
      const writer = new SseWriter(exchange.sink);
      for (const text of texts) {
        await pause(context.delayMs, exchange.signal);
        await writer.data({ ...shell, choices: choice(text, null) });
      }
      await writer.data({ ...shell, choices: choice('', finishReason) });
      if (readIncludeUsage(body)) await writer.data({ ...shell, choices: [], usage });
      await writer.done();
    });
  };
}

async function complete(
  { reply }: OpenAIContext,
  model: Model,
  prompt: string,
  body: Body,
  room: number,
): Promise<Generation> {
  const request = {
    endpoint: 'completion' as const,
    model: model.id,
    messages: [{ role: 'user', text: prompt, images: 0 }],
    tools: [],
    toolChoice: 'none' as const,
    parallelToolCalls: false,
    schema: undefined,
    body,
  };
  // A text completion has no place for reasoning or tool calls.
  const { text = '' } = await composeReply(request, reply);
  const maxTokens = Math.min(readMaxTokens(body), room);
  return generate({ text }, { reasoning: false, stop: readStop(body), maxTokens });
}
