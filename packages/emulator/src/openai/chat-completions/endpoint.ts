import { generate } from '../../model/generation.js';
import { jsonBody } from '../../server/exchange.js';
import type { Endpoint } from '../../server/exchange.js';
import { pause } from '../../http/pause.js';
import { sendJson } from '../../http/send-json.js';
import { checkContext } from '../check-context.js';
import { makeId } from '../make-id.js';
import type { OpenAIContext } from '../openai-context.js';
import { pickModel } from '../pick-model.js';
import { readIncludeUsage, readMaxTokens, readStop } from '../read-fields.js';
import { usageOf } from '../usage.js';
import { countPrompt } from './count-prompt.js';
import { encodeCompletion } from './encode-completion.js';
import { checkImages, readChatRequest } from './read-chat-request.js';
import { replyTo } from './reply-to.js';
import { streamCompletion } from './stream-completion.js';

/** POST /v1/chat/completions. */
export function chatCompletions(context: OpenAIContext): Endpoint {
  return async (exchange) => {
    const body = jsonBody(exchange);
    const request = readChatRequest(body);
    const model = pickModel(exchange, context.catalog, 'llm', body);
    checkImages(model, request);
    const promptTokens = countPrompt(request.messages, request.tools);
    const room = checkContext(model, promptTokens);
    // Everything above is refused at once; only generating takes a slot.
    await context.slots.run(exchange.signal, async () => {
      const reply = await replyTo({ ...request, model: model.id }, context.reply);
      const generation = generate(reply, {
        reasoning: model.reasoning && body['reasoning_effort'] !== 'none',
        stop: readStop(body),
        maxTokens: Math.min(readMaxTokens(body), room),
      });
      const { delayMs } = context;
      const usage = usageOf(promptTokens, generation);
      Object.assign(exchange.notes, { promptTokens, completionTokens: generation.completionTokens });
      const shell = {
        id: makeId('chatcmpl-', context.nextId()),
        created: Math.floor(Date.now() / 1000),
        model: model.id,
        system_fingerprint: model.id,
      };
      if (body['stream'] === true) {
        await streamCompletion(exchange, shell, generation, {
          delayMs,
          usage: readIncludeUsage(body) ? usage : undefined,
        });
      } else {
        await pause(delayMs * generation.completionTokens, exchange.signal);
        await sendJson(exchange.sink, 200, encodeCompletion(shell, generation, usage));
      }
    });
  };
}
