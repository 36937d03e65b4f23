import type { ChatRequest, Message, Warning } from '@lmux/core/provider';

function textOf({ content }: Extract<Message, { role: 'system' }>): string {
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('\n\n');
}

function instructions(messages: readonly Message[]): string | undefined {
  const texts = messages.flatMap((message) => (message.role === 'system' ? [textOf(message)] : []));
  return texts.length === 0 ? undefined : texts.join('\n\n');
}

/**
 * Returns the system prompt of a first turn. Later turns omit it, because the stored chat already contains it. Sent again, it would become
 * a second system message, which some chat templates reject (status 500).
 */
export function encodeSystemPrompt({ messages, previousResponseId }: ChatRequest): string | undefined {
  return previousResponseId === undefined ? instructions(messages) : undefined;
}

/** Returns a warning if a system message is not sent. */
export function systemPromptWarnings({ messages, previousResponseId }: ChatRequest): Warning[] {
  if (previousResponseId === undefined || instructions(messages) === undefined) return [];
  return [
    {
      code: 'system_prompt_ignored',
      feature: 'systemMessage',
      message:
        'The system message was not sent, because the stored chat that "previousResponseId" continues keeps the one from its first turn. Start a new chat to change it.',
    },
  ];
}
