import type { ChatRequest } from '../contract/chat.js';
import type { AssistantMessage, Message } from '../contract/message.js';
import { addText, noFeatures } from './text-features.js';
import { FEATURES, MEANS, type FeatureCounts } from './token-prior.js';

type Content = Message['content'];

function addContent(counts: FeatureCounts, content: Content): void {
  if (typeof content === 'string') addText(counts, content);
  else {
    for (const part of content ?? []) {
      if (part.type === 'text') addText(counts, part.text);
      else counts.image += 1;
    }
  }
}

/** Returns the number of tokens that an average tokenizer makes of a text. */
function averageTokensOf(add: (counts: FeatureCounts) => void): number {
  const counts = noFeatures();
  add(counts);
  return FEATURES.reduce((sum, feature, index) => sum + counts[feature] * (MEANS[index] ?? 0), 0);
}

function addAssistant(counts: FeatureCounts, { toolCalls = [], reasoning }: AssistantMessage): void {
  for (const call of toolCalls) {
    counts.toolCall += 1;
    addText(counts, call.name);
    addText(counts, call.arguments);
  }
  const texts = typeof reasoning === 'object' ? reasoning.map(({ text }) => text) : [reasoning ?? ''];
  for (const text of texts) if (text !== '') counts.reasoningText += averageTokensOf((inner) => addText(inner, text));
}

/** Adds the features of a message of a chat. */
function addMessage(counts: FeatureCounts, message: Message): void {
  counts.message += 1;
  addContent(counts, message.content);
  if (message.role === 'assistant') addAssistant(counts, message);
}

/**
 * Returns the features of the prompt of a chat.
 *
 * @param request The chat, with the instructions among its messages and without tools that the model must not call.
 * @param schemaOf Returns the schema of the arguments of a tool as text.
 */
export function promptFeatures(
  { messages, tools = [] }: Pick<ChatRequest, 'messages' | 'tools'>,
  schemaOf: (tool: NonNullable<ChatRequest['tools']>[number]) => string,
): FeatureCounts {
  const counts = noFeatures();
  counts.start = 1;
  counts.noSystem = messages.some(({ role }) => role === 'system') ? 0 : 1;
  for (const message of messages) addMessage(counts, message);
  if (tools.length > 0) counts.tools = 1;
  for (const tool of tools) {
    counts.tool += 1;
    const texts = [tool.name, tool.description ?? '', schemaOf(tool)];
    counts.toolText += averageTokensOf((inner) => texts.forEach((text) => addText(inner, text)));
  }
  return counts;
}
