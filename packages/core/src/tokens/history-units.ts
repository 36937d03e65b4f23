import type { Message } from '../contract/message.js';
import { readObjects } from '../json/read-json.js';

/** Consecutive messages that are left out together. */
export interface HistoryUnit {
  /** Index of the first message. */
  readonly start: number;
  /** Index after the last message. */
  readonly end: number;
}

/** Returns true for instructions to the model, which are always kept. Callers in JavaScript may use the role `developer` of OpenAI for them. */
export function isInstruction({ role }: { readonly role: string }): boolean {
  return role === 'system' || role === 'developer';
}

/** Returns for each message true if it must stay in the unit of the message before it, because it is between a tool call and its result. */
function betweenCallAndResult(messages: readonly Message[]): boolean[] {
  const calledAt = new Map<unknown, number>();
  // How many pairs begin or end at each index. Their sum is linear in time, also if all pairs overlap.
  const opened = messages.map(() => 0);
  for (const [index, message] of messages.entries()) {
    if (message.role === 'assistant') {
      for (const { id } of readObjects(message.toolCalls)) if (id !== undefined) calledAt.set(id, index);
    }
    const call = message.role === 'tool' ? calledAt.get(message.toolCallId) : undefined;
    if (call === undefined) continue;
    opened[call] = (opened[call] ?? 0) + 1;
    opened[index] = (opened[index] ?? 0) - 1;
  }
  let open = 0;
  return opened.map((change) => {
    const isBetween = open > 0;
    open += change;
    return isBetween;
  });
}

/** Returns for each message the index of the first message of its unit. */
function unitStarts(messages: readonly Message[]): number[] {
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  const first = messages.findIndex((message) => !isInstruction(message));
  const isJoined = betweenCallAndResult(messages);
  let start = 0;
  return messages.map(({ role }, index) => {
    const isGreeting = index === first;
    // Each user message begins a turn. After the last one, each message of the model begins a round.
    const begins = role === 'user' || isGreeting || (role === 'assistant' && index > lastUser);
    if (begins && isJoined[index] !== true) start = index;
    return start;
  });
}

/**
 * Returns the units of a history in their order: the turns before the last user message, and the rounds of the model after it. A turn is a
 * user message with everything up to the next one. A round is a message of the model with the results of its tool calls. The last user message
 * and the last round are not among them.
 */
export function removableUnits(messages: readonly Message[]): HistoryUnit[] {
  const starts = unitStarts(messages);
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  const kept = new Set([starts.at(-1), starts[lastUser]]);
  const units: HistoryUnit[] = [];
  for (const [index, start] of starts.entries()) {
    const last = units.at(-1);
    if (last?.start === start) units[units.length - 1] = { start, end: index + 1 };
    else units.push({ start, end: index + 1 });
  }
  const isEmpty = ({ start, end }: HistoryUnit): boolean => messages.slice(start, end).every(isInstruction);
  return units.filter((unit) => !kept.has(unit.start) && !isEmpty(unit));
}
