import type { ChatRequest, Message, WithModel } from '@lmux/core/provider';

const WHO = { system: 'rules', user: 'person', assistant: 'model', tool: 'tool' } as const;

function encodeTurn({ role, content = '' }: Message): { who: string; say: string } {
  const parts =
    typeof content === 'string' ? [content] : content.map((part) => (part.type === 'text' ? part.text : ''));
  return { who: WHO[role], say: parts.join('') };
}

/** A chat in Acme's words. What is unset becomes `undefined`, which JSON leaves out. */
export function encodeChat(request: WithModel<ChatRequest>, live: boolean): object {
  const { model, messages, temperature, topP, maxOutputTokens, stop, seed, extra } = request;
  return {
    model,
    turns: messages.map(encodeTurn),
    heat: temperature,
    nucleus: topP,
    limit: maxOutputTokens,
    halt: typeof stop === 'string' ? [stop] : stop,
    seed,
    live,
    ...extra,
  };
}
