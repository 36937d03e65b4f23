import { composeReply } from '../../../shared/engine/compose-reply.js';
import { generate } from '../../../shared/engine/generation.js';
import type { Generation } from '../../../shared/engine/generation.js';
import type { ReplyOption } from '../../../shared/engine/reply.js';
import { readMaxTokens, readStop } from '../../../shared/openai/read-fields.js';

/** Generates the text that follows `prompt`: a completion has no place for reasoning or tool calls. */
export async function completeText(
  option: ReplyOption | undefined,
  model: string,
  prompt: { readonly text: string; readonly room: number; readonly body: Readonly<Record<string, unknown>> },
): Promise<Generation> {
  const { body, room } = prompt;
  const { text = '' } = await composeReply(
    {
      endpoint: 'completion',
      model,
      messages: [{ role: 'user', text: prompt.text, images: 0 }],
      tools: [],
      toolChoice: 'none',
      parallelToolCalls: false,
      schema: undefined,
      body,
    },
    option,
  );
  return generate({ text }, { reasoning: false, stop: readStop(body), maxTokens: Math.min(readMaxTokens(body), room) });
}
