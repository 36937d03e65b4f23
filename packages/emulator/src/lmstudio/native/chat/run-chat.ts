import { composeReply } from '../../../shared/engine/compose-reply.js';
import type { EngineRun } from '../../../shared/engine/engine-run.js';
import { generate, textOf } from '../../../shared/engine/generation.js';
import type { PromptMessage, ReplyParts } from '../../../shared/engine/reply.js';
import { countPrompt } from '../../../shared/engine/tokenize.js';
import { withEngine } from '../../../shared/server/generation-context.js';
import { delay } from '../../../shared/signals/delay.js';
import { checkContext } from '../../check-prompt.js';
import { callTool } from './call-tool.js';
import type { ChatRun } from './chat-run.js';
import { emitSteps } from './emit-steps.js';
import { openChat } from './open-chat.js';

/** Maximum number of tool call rounds in one chat. It ends a chat whose `reply` function always calls a tool. */
const MAX_ROUNDS = 8;

/**
 * Generates the reply to a chat into its output. Returns all messages of the chat, which a later request can continue.
 * Rejects if the engine fails.
 */
export async function runChat(run: ChatRun): Promise<readonly PromptMessage[]> {
  const instance = await openChat(run);
  const messages = [...run.plan.messages];
  await withEngine(run.context, run.exchange, instance, async (engine) => {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const added = await runRound(run, engine, messages);
      messages.push(...added);
      if (added.at(-1)?.role !== 'tool') break;
    }
  });
  return messages;
}

/**
 * Processes the prompt and generates once. Returns the messages to add. The last is a tool message if another round is
 * needed.
 */
async function runRound(run: ChatRun, engine: EngineRun, messages: readonly PromptMessage[]): Promise<PromptMessage[]> {
  const { context, plan, output, exchange } = run;
  const promptTokens = countPrompt(messages, plan.tools);
  const available = checkContext(engine.instance.config.contextLength, promptTokens);
  await readPrompt(run, engine);
  output.inputTokens = promptTokens;
  const reply = await composeReply(
    {
      endpoint: 'stored-chat',
      model: engine.instance.id,
      // A copy, because a `reply` function may keep it and the next round appends to the original.
      messages: [...messages],
      tools: plan.tools,
      toolChoice: 'auto',
      parallelToolCalls: true,
      schema: undefined,
      body: plan.given,
    },
    context.reply,
  );
  const remaining = (plan.body.max_output_tokens ?? Number.POSITIVE_INFINITY) - output.outputTokens;
  const limits = { reasoning: plan.reasoning, stop: [], maxTokens: Math.min(remaining, available) };
  const { steps, finishReason } = generate(reply, limits);
  await emitSteps(run, engine, steps);
  Object.assign(exchange.notes, { promptTokens, completionTokens: output.outputTokens });
  const added: PromptMessage[] = [{ role: 'assistant', text: textOf(steps, 'text'), images: 0 }];
  // If the token limit was reached, no tool call is complete.
  if (finishReason !== 'length') added.push(...(await callTools(run, reply)));
  return added;
}

async function callTools(run: ChatRun, { toolCalls = [] }: ReplyParts): Promise<PromptMessage[]> {
  const results: PromptMessage[] = [];
  for (const call of toolCalls) results.push({ role: 'tool', text: await callTool(run, call), images: 0 });
  return results;
}

async function readPrompt({ emit }: ChatRun, { delayMs, signal }: EngineRun): Promise<void> {
  await emit({ type: 'prompt_processing.start' });
  for (const progress of [0.5, 1]) {
    await delay(delayMs, signal);
    await emit({ type: 'prompt_processing.progress', progress });
  }
  await emit({ type: 'prompt_processing.end' });
}
