import { readFileSync } from 'node:fs';
import { parseRecorded, type ConformanceResponse } from '@lmux/core/testing';

/** A response without expectations of its own. */
export type PlainResponse = Omit<ConformanceResponse, 'expect'>;

/** Creates a JSON response with Ollama's headers. */
export function json(value: object, status = 200): PlainResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

/** Creates a response of newline-delimited JSON. */
export function lines(...values: object[]): PlainResponse {
  const body = values.map((value) => `${JSON.stringify(value)}\n`).join('');
  return { headers: { 'content-type': 'application/x-ndjson' }, body };
}

/** Reads a response that was recorded from a real Ollama server. */
export function recorded(name: string): PlainResponse {
  return parseRecorded(readFileSync(new URL(`../fixtures/recorded/${name}.http`, import.meta.url)));
}
