import type { LogEntry } from '../shared/server/request-record.js';
import type { CliIo } from './cli-io.js';

/** Formats one request as a line: method, path, status, duration, then the known details of the response. */
export function logLine(entry: LogEntry, paint: CliIo['paint']): string {
  const { method, path, status, outcome, durationMs, model, promptTokens, completionTokens, fault, error } = entry;
  const good = status !== undefined && status < 400 && outcome === 'completed';
  const parts = [
    paint('bold', method.padEnd(4)),
    printable(path),
    paint(good ? 'green' : 'red', status === undefined ? '---' : String(status)),
    `${Math.round(durationMs)} ms`,
  ];
  if (model !== undefined) parts.push(paint('cyan', model));
  if (promptTokens !== undefined) parts.push(`${promptTokens} + ${completionTokens ?? 0} tokens`);
  if (outcome !== 'completed') parts.push(paint('yellow', outcome));
  if (fault !== undefined) parts.push(paint('yellow', `fault: ${fault}`));
  if (error !== undefined) parts.push(paint('red', `error: ${printable(error)}`));
  return parts.join('  ');
}

/** Replaces control characters, since a client chooses the path and must not be able to control the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 200);
}
