import type { Message } from '../contract/message.js';
import { LmError } from '../errors/lm-error.js';
import { isObject } from '../json/read-json.js';
import { isInstruction, removableUnits, type HistoryUnit } from './history-units.js';

/** Options of `trimHistory`. */
export interface TrimHistoryOptions<Count extends number | Promise<number> = number> {
  /** Number of tokens that are left with all messages, as in `TokenCount.remaining`. Negative if the prompt is too long. */
  readonly remaining: number;
  /**
   * Returns the number of tokens of messages, or a promise of it. Only differences matter, so it may leave out what all requests have in common.
   * It is called about as often as the logarithm of the number of turns.
   */
  readonly count: (messages: readonly Message[]) => Count;
}

/** A history that was trimmed. */
export interface TrimmedHistory {
  /** The messages that were kept, in their order. */
  readonly messages: readonly Message[];
  /** The messages that were left out, in their order. Empty if all messages fit. */
  readonly removed: readonly Message[];
  /** Number of tokens that are left now. Negative if the messages that are always kept are too long. */
  readonly remaining: number;
}

/** A search that asks for the number of tokens of messages. */
type Search = Generator<readonly Message[], TrimmedHistory, number>;

/** Returns a predicate of the messages that are kept without some units. System messages are kept. */
function isKeptWithout(units: readonly HistoryUnit[]): (message: Message, index: number) => boolean {
  const left = new Set<number>();
  for (const { start, end } of units) for (let index = start; index < end; index += 1) left.add(index);
  return (message, index) => isInstruction(message) || !left.has(index);
}

/** Finds the smallest number of oldest units without which the history fits, by binary search. */
function* search(messages: readonly Message[], remaining: number): Search {
  const units = removableUnits(messages);
  if (remaining >= 0 || units.length === 0) return { messages, removed: [], remaining };
  const total = yield messages;
  const keptAfter = (count: number): Message[] => messages.filter(isKeptWithout(units.slice(0, count)));
  let tooFew = 0;
  let enough = units.length;
  let left = remaining + total - (yield keptAfter(enough));
  // Otherwise, not even all units suffice.
  if (left < 0) tooFew = enough - 1;
  while (enough - tooFew > 1) {
    const middle = (tooFew + enough) >> 1;
    const leftThen = remaining + total - (yield keptAfter(middle));
    if (leftThen < 0) tooFew = middle;
    else {
      enough = middle;
      left = leftThen;
    }
  }
  const isKept = isKeptWithout(units.slice(0, enough));
  return {
    messages: messages.filter(isKept),
    removed: messages.filter((message, index) => !isKept(message, index)),
    remaining: left,
  };
}

/** Describes a value for an error. Texts are not shown, since they may be a prompt. */
function received(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function invalid(what: string, value: unknown): LmError {
  return new LmError('invalid_request', `${what}; received ${received(value)}.`);
}

/** Checks the arguments of a caller in JavaScript. */
function checkArguments(messages: unknown, options: unknown): void {
  if (!Array.isArray(messages)) throw invalid('The messages of trimHistory() must be an array', messages);
  const wrong = messages.findIndex((message) => !isObject(message));
  if (wrong >= 0) throw invalid(`"messages[${wrong}]" of trimHistory() must be an object`, messages[wrong]);
  if (!isObject(options)) {
    throw invalid('The options of trimHistory() must be an object with "remaining" and "count"', options);
  }
  const { remaining, count } = options;
  if (!Number.isFinite(remaining)) throw invalid('"remaining" of trimHistory() must be a finite number', remaining);
  if (typeof count !== 'function') throw invalid('"count" of trimHistory() must be a function', count);
}

function checkCount(tokens: unknown): number {
  if (typeof tokens === 'number' && Number.isFinite(tokens)) return tokens;
  throw invalid('"count" of trimHistory() must return a finite number or a promise of one', tokens);
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/**
 * Leaves out the oldest turns of a history, so that it fits the context of the model. Pure, and synchronous if `count` is.
 *
 * System messages, the last user message and the last round of tool calls are always kept. Turns are left out as a whole, and a tool call is
 * never separated from its results. If all earlier turns are left out and the history is still too long, the oldest rounds of tool calls after
 * the last user message follow.
 *
 * @throws `invalid_request` if an argument is invalid, or `remaining` or a result of `count` is not a finite number. An error of `count` is passed on.
 */
export function trimHistory(messages: readonly Message[], options: TrimHistoryOptions): TrimmedHistory;
export function trimHistory(
  messages: readonly Message[],
  options: TrimHistoryOptions<number | Promise<number>>,
): Promise<TrimmedHistory>;
export function trimHistory(
  messages: readonly Message[],
  options: TrimHistoryOptions<number | Promise<number>>,
): TrimmedHistory | Promise<TrimmedHistory> {
  checkArguments(messages, options);
  const steps = search(messages, options.remaining);
  const advance = (
    first: IteratorResult<readonly Message[], TrimmedHistory>,
  ): TrimmedHistory | Promise<TrimmedHistory> => {
    let step = first;
    while (step.done !== true) {
      const counted: unknown = options.count(step.value);
      if (isPromise(counted)) return Promise.resolve(counted).then((tokens) => advance(steps.next(checkCount(tokens))));
      step = steps.next(checkCount(counted));
    }
    return step.value;
  };
  return advance(steps.next());
}
