import { inspect } from 'node:util';

/** A key and a prompt that nobody may ever see again; made so that pieces of them are recognised too. */
export const CANARY_TOKEN = 'canary7Token9Qx4ZpLw2';
export const CANARY_PROMPT = 'Canary prompt: the heron sleeps under the copper bridge.';

const TRACES = ['canary7Token', 'Token9Qx4', 'QxZ', '4ZpLw2', 'heron sleeps', 'copper bridge'];

/** All that an application could write somewhere: errors in every form, lines of logs. */
const seen: string[] = [];

/** An error in every form in which a log may have it, with those behind it. */
export function renderedError(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 8) return [inspect(error)];
  const { stack, cause, message } = error as Error;
  return [
    message ?? '',
    stack ?? '',
    JSON.stringify(error) ?? '',
    JSON.stringify({ ...error }),
    inspect(error, { depth: 10 }),
    ...(cause === undefined ? [] : renderedError(cause, depth + 1)),
  ];
}

/** Keeps an error as a log would have it. */
export function witnessError(error: unknown): void {
  seen.push(...renderedError(error));
}

/** Keeps a line of a log. */
export function witnessLine(...parts: readonly unknown[]): void {
  seen.push(parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '));
}

/** How much has been seen. */
export function witnessed(): number {
  return seen.length;
}

/** Everything seen that holds a trace of the token or the prompt. */
export function leaks(): string[] {
  return tracesIn(seen);
}

/** The texts among these that hold a trace of them. */
export function tracesIn(texts: readonly string[]): string[] {
  return texts.filter((text) => TRACES.some((trace) => text.includes(trace)));
}
