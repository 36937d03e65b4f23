import { checkContext } from '../../check-prompt.js';
import type { EngineRun } from '../../../shared/engine/engine-run.js';
import { pause } from '../../../shared/signals/delay.js';
import { composeReply } from '../../../shared/engine/compose-reply.js';
import { countPrompt } from '../../../shared/engine/count-prompt.js';
import { generate } from '../../../shared/engine/generation.js';
import type { PromptMessage, ReplyParts } from '../../../shared/engine/reply.js';
import { withEngine } from '../../../shared/server/generation-context.js';
import { callTool } from './call-tool.js';
import type { ChatRun } from './chat-run.js';
import { openChat } from './open-chat.js';
import { speak } from './stream-steps.js';

/** Rounds of tool calls in one chat, so that a `reply` function that always calls comes to an end. */
const MAX_ROUNDS = 8;

/** Answers a chat into its output; gives the whole chat, to be continued. Rejects where the engine fails. */
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

/** Reads the prompt and speaks once; gives the messages to add, the last a tool's if the model has to go on. */
async function runRound(run: ChatRun, engine: EngineRun, messages: readonly PromptMessage[]): Promise<PromptMessage[]> {
  const { context, plan, output, exchange } = run;
  const promptTokens = countPrompt(messages, plan.tools);
  const room = checkContext(engine.instance.config.contextLength, promptTokens);
  await readPrompt(run, engine);
  output.inputTokens = promptTokens;
  const reply = await composeReply(
    {
      endpoint: 'native-chat',
      model: engine.instance.id,
      // A copy: a `reply` function may keep it, and the next round adds to the original.
      messages: [...messages],
      tools: plan.tools,
      toolChoice: 'auto',
      parallelToolCalls: true,
      schema: undefined,
      body: plan.given,
    },
    context.reply,
  );
  const left = (plan.body.max_output_tokens ?? Number.POSITIVE_INFINITY) - output.outputTokens;
  const limits = { reasoning: plan.reasoning, stop: [], maxTokens: Math.min(left, room) };
  const { steps, finishReason } = generate(reply, limits);
  await speak(run, engine, steps);
  Object.assign(exchange.notes, { promptTokens, completionTokens: output.outputTokens });
  const said = steps.map((step) => (step.kind === 'text' ? step.text : '')).join('');
  const added: PromptMessage[] = [{ role: 'assistant', text: said, images: 0 }];
  // At its limit the model has said nothing whole that could be called.
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
    await pause(delayMs, signal);
    await emit({ type: 'prompt_processing.progress', progress });
  }
  await emit({ type: 'prompt_processing.end' });
}
