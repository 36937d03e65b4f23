import { countTokens } from '../../model/tokenize.js';
import { pause } from '../../http/pause.js';
import { sendJson } from '../../http/send-json.js';
import { SseWriter } from '../../http/sse-writer.js';
import { jsonBody } from '../../server/exchange.js';
import type { Endpoint } from '../../server/exchange.js';
import { checkContext } from '../check-context.js';
import { makeId } from '../make-id.js';
import type { OpenAIContext } from '../openai-context.js';
import { pickModel } from '../pick-model.js';
import { readIncludeUsage } from '../read-fields.js';
import { usageOf } from '../usage.js';
import { completeText } from './complete-text.js';
import { encodeText } from './encode-text.js';
import type { TextShell } from './encode-text.js';
import { readPrompt } from './read-prompt.js';

/** POST /v1/completions. */
export function completions(context: OpenAIContext): Endpoint {
  return async (exchange) => {
    const body = jsonBody(exchange);
    const { sink, signal, notes } = exchange;
    const prompt = readPrompt(body);
    const model = pickModel(exchange, context.catalog, 'llm', body);
    const promptTokens = countTokens(prompt);
    const room = checkContext(model, promptTokens);
    await context.slots.run(signal, async () => {
      const generation = await completeText(context.reply, model, { text: prompt, room, body });
      Object.assign(notes, { promptTokens, completionTokens: generation.completionTokens });
      const id = makeId('cmpl-', context.nextId());
      const shell: TextShell = {
        id,
        object: 'text_completion',
        created: Math.floor(Date.now() / 1000),
        model: model.id,
      };
      const usage = usageOf(promptTokens, generation);
      const texts = generation.steps.map((step) => (step.kind === 'text' ? step.text : ''));
      if (body['stream'] !== true) {
        await pause(context.delayMs * texts.length, signal);
        const whole = encodeText(shell, texts.join(''), generation.finishReason);
        await sendJson(sink, 200, { ...whole, usage, stats: {} });
        return;
      }
      const writer = new SseWriter(sink);
      for (const text of texts) {
        await pause(context.delayMs, signal);
        await writer.data(encodeText(shell, text, null));
      }
      await writer.data(encodeText(shell, '', generation.finishReason));
      if (readIncludeUsage(body)) await writer.data({ ...shell, choices: [], usage });
      await writer.done();
    });
  };
}
