import type { ChatRequest, Message, Warning } from '@lmux/core/provider';

function textOf({ content }: Extract<Message, { role: 'system' }>): string {
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('\n\n');
}

function instructions(messages: readonly Message[]): string | undefined {
  const texts = messages.flatMap((message) => (message.role === 'system' ? [textOf(message)] : []));
  return texts.length === 0 ? undefined : texts.join('\n\n');
}

/**
 * The instructions of a first turn. On a later one the stored chat has them already: sent again, they would become a second system
 * message, which some chat templates refuse with a 500.
 */
export function encodeSystemPrompt({ messages, previousResponseId }: ChatRequest): string | undefined {
  return previousResponseId === undefined ? instructions(messages) : undefined;
}

/** What becomes of instructions that are not sent. */
export function systemPromptWarnings({ messages, previousResponseId }: ChatRequest): Warning[] {
  if (previousResponseId === undefined || instructions(messages) === undefined) return [];
  return [
    {
      code: 'system_prompt_ignored',
      feature: 'systemMessage',
      message:
        'The system message was not sent: the stored chat that "previousResponseId" continues has its own from the first turn.',
    },
  ];
}
