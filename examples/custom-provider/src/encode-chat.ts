import type { ChatRequest, Message, WithModel } from '@lmux/core/provider';

const WHO = { system: 'rules', user: 'person', assistant: 'model', tool: 'tool' } as const;

function encodeMessage({ role, content = '' }: Message): { who: string; say: string } {
  const parts =
    typeof content === 'string' ? [content] : content.map((part) => (part.type === 'text' ? part.text : ''));
  return { who: WHO[role], say: parts.join('') };
}

/** Encodes a chat request for Acme. Unset fields become `undefined`, which JSON omits. */
export function encodeChat(request: WithModel<ChatRequest>, live: boolean): object {
  const { model, messages, temperature, topP, maxOutputTokens, stop, seed, extra } = request;
  return {
    model,
    turns: messages.map(encodeMessage),
    heat: temperature,
    nucleus: topP,
    limit: maxOutputTokens,
    halt: typeof stop === 'string' ? [stop] : stop,
    seed,
    live,
    ...extra,
  };
}
