import { readFileSync } from 'node:fs';
import { parseRecorded, type ConformanceResponse } from '@lmux/core/testing';

/** An answer that says what the suite expects. */
export type PlainResponse = Omit<ConformanceResponse, 'expect'>;

/** JSON as Ollama writes it. */
export function json(value: object, status = 200): PlainResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

/** Newline-delimited JSON. */
export function lines(...values: object[]): PlainResponse {
  const body = values.map((value) => `${JSON.stringify(value)}\n`).join('');
  return { headers: { 'content-type': 'application/x-ndjson' }, body };
}

/** What a real Ollama sent. */
export function recorded(name: string): PlainResponse {
  return parseRecorded(readFileSync(new URL(`../fixtures/recorded/${name}.http`, import.meta.url)));
}
