import { playSteps } from '../shared/engine/engine-run.js';
import type { EngineRun } from '../shared/engine/engine-run.js';
import type { ResponseSink } from '../shared/http/response-sink.js';
import { SseWriter } from '../shared/http/sse-writer.js';
import { composeReply } from '../shared/engine/compose-reply.js';
import { generate } from '../shared/engine/generation.js';
import type { Generation } from '../shared/engine/generation.js';
import { countTokens } from '../shared/engine/tokenize.js';
import { readStop } from '../shared/openai/read-fields.js';
import type { Endpoint } from '../shared/server/exchange.js';
import { withEngine } from '../shared/server/generation-context.js';
import { textOf } from './chat/encode-completion.js';
import { readMaxTokens } from './chat/read-chat.js';
import { checkRoom } from './engine-refusal.js';
import type { LlamaContext } from './llama-context.js';
import { LlamaRefusal } from './llama-refusal.js';
import { openModel } from './open-model.js';
import { readBody } from './read-body.js';
import { STREAM_HEADERS, sendReply } from './send-reply.js';
import { BUILD_INFO, makeShell } from './completion-fields.js';
import type { Shell } from './completion-fields.js';
import { endFailedStream } from './stream-failure.js';
import { encodeTimings, encodeUsage } from './timings.js';

/** POST /v1/completions. A stream has usage in its last chunk, asked for or not. */
export function completions(context: LlamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const { sink, notes } = exchange;
    const instance = await openModel(context, exchange, body['model']);
    const { model, config } = instance;
    const prompt = readPrompt(body);
    const promptTokens = countTokens(prompt);
    const room = checkRoom(config.contextLength, promptTokens);
    await withEngine(context, exchange, instance, async (engine) => {
      const { text = '' } = await composeReply(
        {
          endpoint: 'completion',
          model: model.id,
          messages: [{ role: 'user', text: prompt, images: 0 }],
          tools: [],
          toolChoice: 'none',
          parallelToolCalls: false,
          schema: undefined,
          body,
        },
        context.reply,
      );
      const maxTokens = Math.min(readMaxTokens(body), room);
      const generation = generate({ text }, { reasoning: false, stop: readStop(body), maxTokens });
      const { completionTokens } = generation;
      Object.assign(notes, { promptTokens, completionTokens });
      const shell = makeShell(model.id, context.nextId(), context.nowMs());
      const usage = encodeUsage(promptTokens, completionTokens);
      const timings = encodeTimings(promptTokens, completionTokens, context.delayMs);
      if (body['stream'] === true) return streamText(sink, engine, shell, { generation, usage, timings });
      await playSteps(engine, generation.steps);
      const whole = textOf(generation.steps, 'text');
      await sendReply(sink, 200, encodeText(shell, whole, generation.finishReason, { usage, timings }));
    });
  };
}

interface Told {
  readonly generation: Generation;
  readonly usage: object;
  readonly timings: object;
}

async function streamText(sink: ResponseSink, engine: EngineRun, shell: Shell, told: Told): Promise<void> {
  const { generation, usage, timings } = told;
  const writer = new SseWriter(sink, STREAM_HEADERS);
  try {
    await playSteps(engine, generation.steps, (step) => writer.data(encodeText(shell, textOf([step], 'text'), null)));
  } catch (error) {
    return endFailedStream(writer, error);
  }
  await writer.data(encodeText(shell, '', generation.finishReason, { usage, timings }));
  await writer.done();
}

/** A chunk or a whole reply: both have the same form on this route. */
function encodeText(
  { id, created, model }: Shell,
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

function readPrompt({ prompt }: Readonly<Record<string, unknown>>): string {
  if (typeof prompt === 'string') return prompt;
  const texts = Array.isArray(prompt) ? prompt.filter((part) => typeof part === 'string') : [];
  if (texts.length > 0) return texts.join('\n');
  if (prompt === undefined) throw new LlamaRefusal(400, "[json.exception.out_of_range.403] key 'prompt' not found");
  throw new LlamaRefusal(400, '"prompt" must be a string or a list of strings');
}
