import type { ClientName } from '../clients/make-client.ts';
import type { Task, TaskResult } from '../tasks.ts';

/** A number that a measure reads off a task. */
export interface Reading {
  readonly id: string;
  /** How the table names it. */
  readonly title: string;
  readonly unit: string;
  /** From microseconds and counts to the unit. */
  read(result: TaskResult, task: Task): number;
  /** `ratio` to the floor of the same round, or the `value` itself. */
  readonly shownAs: 'ratio' | 'value';
  /** What it is to be at most, by client. */
  readonly targets: Partial<Record<ClientName, number>>;
}

/** Something that is measured of several clients, round by round. */
export interface Measure {
  /** What `npm run bench -- <name>` takes. */
  readonly name: string;
  readonly group: string;
  readonly clients: readonly ClientName[];
  readonly task: Task;
  /** Done once before the rounds, the same for all. */
  readonly warmUp: Task;
  /** Whether each round is a process of its own: where one differs from the next more than clients do. */
  readonly freshEachRound?: boolean;
  /** A form that takes a moment, to see that everything works. */
  readonly smoke: Task;
  readonly readings: readonly Reading[];
  /** What must have arrived; `undefined` where what arrives is different each time. */
  checksum(task: Task): number | undefined;
  count(task: Task): number;
}
