import type { ErrorCode } from '@lmux/core';
import { type Exchange, LAST_CHUNK } from '@lmux/test-support';
import type { Dialect, Framing } from './dialects.ts';

/** One way for an answer to go. */
export interface Way {
  readonly what: string;
  /** Where only one kind of stream has it. */
  readonly framing?: Framing;
  play(exchange: Exchange, dialect: Dialect): unknown;
}

/** One way for it to go wrong. */
export interface Failure extends Way {
  /** What the error may be called. */
  readonly codes: readonly ErrorCode[];
}

/** A stream that goes wrong after this text. */
export interface BrokenStream extends Failure {
  readonly text: string;
}

/** The ways that a dialect can go. */
export function waysOf<Row extends Pick<Way, 'framing'>>(rows: readonly Row[], { framing }: Dialect): Row[] {
  return rows.filter((row) => row.framing === undefined || row.framing === framing);
}

/** For event streams alone. */
export function onlySse<Row extends Way>(row: Row): Row {
  return { ...row, framing: 'sse' };
}

export type Bytes = (dialect: Dialect) => string;

export type After = (exchange: Exchange) => unknown;

export const finish: After = ({ write }) => write(LAST_CHUNK);

export const SERVER = ['server_error'] as const;
