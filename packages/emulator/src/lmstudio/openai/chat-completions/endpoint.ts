import { playSteps } from '../../../shared/engine/engine-run.js';
import { sendJson } from '../../../shared/http/send-json.js';
import { makeId } from '../../../shared/engine/make-id.js';
import { checkContext } from '../../check-prompt.js';
import { checkImages } from '../../check-images.js';
import { countPrompt } from '../../../shared/engine/count-prompt.js';
import { generate } from '../../../shared/engine/generation.js';
import { jsonBody } from '../../../shared/server/exchange.js';
import type { Endpoint } from '../../../shared/server/exchange.js';
import { withEngine } from '../../../shared/server/generation-context.js';
import type { GenerationContext } from '../../../shared/server/generation-context.js';
import { openInstance } from '../open-instance.js';
import { readIncludeUsage, readMaxTokens, readStop } from '../../../shared/openai/read-fields.js';
import { usageOf } from '../usage.js';
import { encodeCompletion } from './encode-completion.js';
import { readChatRequest } from './read-chat-request.js';
import { replyTo } from './reply-to.js';
import { streamCompletion } from './stream-completion.js';

/** POST /v1/chat/completions. */
export function chatCompletions(context: GenerationContext): Endpoint {
  return async (exchange) => {
    const body = jsonBody(exchange);
    const request = readChatRequest(body);
    const instance = await openInstance(exchange, context.registry, 'llm', body);
    const { id, model, config } = instance;
    checkImages(model, request.messages);
    const promptTokens = countPrompt(request.messages, request.tools);
    const room = checkContext(config.contextLength, promptTokens);
    // Everything above is refused at once; only generating takes a slot.
    await withEngine(context, exchange, instance, async (engine) => {
      const reply = await replyTo({ ...request, model: id }, context.reply);
      const generation = generate(reply, {
        reasoning: model.reasoning !== undefined && body['reasoning_effort'] !== 'none',
        stop: readStop(body),
        maxTokens: Math.min(readMaxTokens(body), room),
      });
      const usage = usageOf(promptTokens, generation);
      Object.assign(exchange.notes, { promptTokens, completionTokens: generation.completionTokens });
      const shell = {
        id: makeId('chatcmpl-', context.nextId()),
        created: Math.floor(Date.now() / 1000),
        model: id,
        system_fingerprint: id,
      };
      if (body['stream'] === true) {
        const asked = readIncludeUsage(body) ? usage : undefined;
        await streamCompletion(exchange.sink, engine, shell, { ...generation, usage: asked });
      } else {
        await playSteps(engine, generation.steps);
        await sendJson(exchange.sink, 200, encodeCompletion(shell, generation, usage));
      }
    });
  };
}
