import type { ChatResponse } from '../../src/contract/chat.js';
import type { StreamEvent } from '../../src/contract/stream-event.js';
import type { Warning } from '../../src/contract/warning.js';
import { ChatEventWriter } from '../../src/events/chat-event-writer.js';
import type { ChatEventWriterOptions } from '../../src/events/chat-event-writer-options.js';

export const WARNING: Warning = { code: 'x', message: 'No seed.' };

export function open(changes: Partial<ChatEventWriterOptions> = {}) {
  const events: StreamEvent[] = [];
  let ids = 0;
  const writer = new ChatEventWriter({
    emit: (event) => events.push(event),
    model: 'requested',
    route: 'native',
    warnings: [],
    generateId: () => `generated-${(ids += 1)}`,
    ...changes,
  });
  const types = (): string[] => events.map(({ type }) => type);
  const response = (): ChatResponse => {
    const last = events.at(-1);
    if (last?.type !== 'finish') throw new Error('The stream has not finished.');
    return last.response;
  };
  return { writer, events, types, response };
}
