import type { ErrorCode } from '@lmux/core';
import { type Exchange, LAST_CHUNK } from '@lmux/test-support';
import type { Dialect, Framing } from './dialects.ts';

/** One way in which a server may respond. */
export interface Way {
  readonly what: string;
  /** Set if it applies to only one kind of stream. */
  readonly framing?: Framing;
  play(exchange: Exchange, dialect: Dialect): unknown;
}

/** A response that must result in an error. */
export interface Failure extends Way {
  /** Codes that the error may have. */
  readonly codes: readonly ErrorCode[];
}

/** A stream that fails after this text. */
export interface BrokenStream extends Failure {
  readonly text: string;
}

/** Returns the rows that apply to a dialect. */
export function waysOf<Row extends Pick<Way, 'framing'>>(rows: readonly Row[], { framing }: Dialect): Row[] {
  return rows.filter((row) => row.framing === undefined || row.framing === framing);
}

/** Restricts a row to event streams. */
export function onlySse<Row extends Way>(row: Row): Row {
  return { ...row, framing: 'sse' };
}

export type Bytes = (dialect: Dialect) => string;

export type After = (exchange: Exchange) => unknown;

export const reset: After = ({ socket }) => socket.resetAndDestroy();

export const hangUp: After = ({ socket }) => socket.end();

export const stayOpen: After = () => {};

export const finish: After = ({ write }) => write(LAST_CHUNK);

export const SERVER = ['server_error'] as const;
