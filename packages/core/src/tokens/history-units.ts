import type { Message } from '../contract/message.js';

/** Consecutive messages that are left out together. */
export interface HistoryUnit {
  /** Index of the first message. */
  readonly start: number;
  /** Index after the last message. */
  readonly end: number;
}

/** Returns for each message the index of the first message of its unit, before results are joined with their calls. */
function unitStarts(messages: readonly Message[]): number[] {
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  const first = messages.findIndex(({ role }) => role !== 'system');
  let start = 0;
  return messages.map(({ role }, index) => {
    const isGreeting = index === first;
    // Each user message begins a turn. After the last one, each message of the model begins a round.
    if (role === 'user' || isGreeting || (role === 'assistant' && index > lastUser)) start = index;
    return start;
  });
}

/** Joins the units between a tool call and its result. */
function joinCalls(messages: readonly Message[], starts: number[]): void {
  const calledAt = new Map<string, number>();
  for (const [index, message] of messages.entries()) {
    if (message.role === 'assistant') {
      for (const { id } of message.toolCalls ?? []) if (id !== undefined) calledAt.set(id, index);
    }
    const call = message.role === 'tool' ? calledAt.get(message.toolCallId) : undefined;
    if (call === undefined) continue;
    const first = starts[call] ?? 0;
    const last = starts[index] ?? first;
    if (last <= first) continue;
    for (const [each, start] of starts.entries()) if (start > first && start <= last) starts[each] = first;
  }
}

/**
 * Returns the units of a history in their order: the turns before the last user message, and the rounds of the model after it. A turn is a
 * user message with everything up to the next one. A round is a message of the model with the results of its tool calls. The last user message
 * and the last round are not among them.
 */
export function removableUnits(messages: readonly Message[]): HistoryUnit[] {
  const starts = unitStarts(messages);
  joinCalls(messages, starts);
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  const kept = new Set([starts.at(-1), starts[lastUser]]);
  const units: HistoryUnit[] = [];
  for (const [index, start] of starts.entries()) {
    const last = units.at(-1);
    if (last?.start === start) units[units.length - 1] = { start, end: index + 1 };
    else units.push({ start, end: index + 1 });
  }
  const isEmpty = ({ start, end }: HistoryUnit): boolean =>
    messages.slice(start, end).every(({ role }) => role === 'system');
  return units.filter((unit) => !kept.has(unit.start) && !isEmpty(unit));
}
