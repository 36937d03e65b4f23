import { inspect } from 'node:util';

/** A key and a prompt that must never appear in errors or logs. Beginnings, ends and parts of them are recognizable too. */
export const CANARY_TOKEN = 'canary7Token9Qx4ZpLw2';
export const CANARY_PROMPT = 'Canary prompt: the heron sleeps under the copper bridge.';

/** A key in the query of the base URL, with characters that URLs escape. */
export const CANARY_QUERY = 'q7RkW2vB/n8XsC4+Zt==';

const TRACES = ['canary7', 'Token9Qx4', 'QxZ', 'pLw2', 'RkW2', 'n8Xs', 'heron sleeps', 'copper bridge'];

/** Everything that an application might log: errors in every form, and log lines. */
const seen: string[] = [];

/** Returns an error and its causes in every form in which they may be logged. */
export function renderedError(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 8) return [inspect(error)];
  const { stack, cause, message, errors } = error as Partial<AggregateError>;
  return [
    message ?? '',
    stack ?? '',
    JSON.stringify(error) ?? '',
    JSON.stringify({ ...error }),
    inspect(error, { depth: 10 }),
    // Every property, also those that are not enumerable.
    inspect(error, { depth: 20, showHidden: true }),
    ...[cause, ...(errors ?? [])].flatMap((inner) => (inner === undefined ? [] : renderedError(inner, depth + 1))),
  ];
}

/** Records an error in every form in which it may be logged. */
export function witnessError(error: unknown): void {
  seen.push(...renderedError(error));
}

/** Records a log line. */
export function witnessLine(...parts: readonly unknown[]): void {
  seen.push(parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '));
}

/** Returns the number of recorded texts. */
export function witnessed(): number {
  return seen.length;
}

/** Returns the recorded texts that contain a trace of the token or the prompt. */
export function leaks(): string[] {
  return tracesIn(seen);
}

/** Returns those of `texts` that contain a trace of the token or the prompt. */
export function tracesIn(texts: readonly string[]): string[] {
  return texts.filter((text) => TRACES.some((trace) => text.includes(trace)));
}
