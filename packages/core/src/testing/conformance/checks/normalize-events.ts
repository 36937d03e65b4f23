import type { AnyStreamEvent, StreamEvent } from '../../../contract/stream-event.js';
import type { ChatResponse } from '../../../contract/chat.js';

/** Replaces the ids of tool calls with numbers, because a provider may generate them. */
function renumberCalls(events: readonly StreamEvent[]): readonly StreamEvent[] {
  const names = new Map<string, string>();
  const nameOf = (id: string): string => {
    const name = names.get(id) ?? `call ${names.size}`;
    names.set(id, name);
    return name;
  };
  const rename = <Call extends { readonly id: string }>(call: Call): Call => ({ ...call, id: nameOf(call.id) });
  return events.map((event): StreamEvent => {
    if (event.type === 'tool-call-start' || event.type === 'tool-result-start') return rename(event);
    if (event.type === 'tool-call-end' || event.type === 'tool-result-input' || event.type === 'tool-result') {
      return { ...event, toolCall: rename(event.toolCall) };
    }
    if (event.type !== 'finish') return event;
    // The response of a completion has none of them.
    const { message, toolCalls, toolResults }: Partial<ChatResponse> = event.response;
    return {
      ...event,
      response: {
        ...event.response,
        ...(message?.toolCalls === undefined
          ? {}
          : { message: { ...message, toolCalls: message.toolCalls.map(rename) } }),
        toolCalls: (toolCalls ?? []).map(rename),
        toolResults: (toolResults ?? []).map((result) => ({ ...result, toolCall: rename(result.toolCall) })),
      },
    };
  });
}

/** Joins two adjacent deltas of the same block. Returns `undefined` for other events. */
function merged(last: StreamEvent | undefined, event: StreamEvent): StreamEvent | undefined {
  if (last?.type === 'text-delta' && event.type === 'text-delta') return { ...last, text: last.text + event.text };
  if (last?.type === 'reasoning-delta' && event.type === 'reasoning-delta') {
    return { ...last, text: last.text + event.text };
  }
  if (last?.type === 'refusal-delta' && event.type === 'refusal-delta') {
    return { ...last, text: last.text + event.text };
  }
  if (last?.type === 'tool-call-delta' && event.type === 'tool-call-delta' && last.index === event.index) {
    return { ...last, argumentsDelta: last.argumentsDelta + event.argumentsDelta };
  }
  return undefined;
}

/** Returns the events in a form that does not depend on how a provider splits deltas, by joining adjacent deltas. */
export function normalizeEvents(events: readonly AnyStreamEvent[]): readonly StreamEvent[] {
  const joined: StreamEvent[] = [];
  for (const event of events as readonly StreamEvent[]) {
    const both = merged(joined.at(-1), event);
    if (both === undefined) joined.push(event);
    else joined[joined.length - 1] = both;
  }
  return renumberCalls(joined);
}
