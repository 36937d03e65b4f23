import type { ClientName } from '../clients/make-client.ts';
import type { Task, TaskResult } from '../tasks.ts';

/** A figure that a measure derives from the result of a task. */
export interface Reading {
  readonly id: string;
  /** Title in the table. */
  readonly title: string;
  readonly unit: string;
  /** Converts microseconds and counts to the unit. */
  read(result: TaskResult, task: Task): number;
  /** `ratio` to the baseline in the same round, or the `value` itself. */
  readonly shownAs: 'ratio' | 'value';
  /** Maximum for each client. */
  readonly targets: Partial<Record<ClientName, number>>;
}

/** A measurement of several clients, in rounds. */
export interface Measure {
  /** Argument of `npm run bench -- <name>`. */
  readonly name: string;
  readonly group: string;
  readonly clients: readonly ClientName[];
  readonly task: Task;
  /** Runs once before the rounds, the same for all clients. */
  readonly warmUp: Task;
  /** True if each round needs a new process, because processes differ more than clients. */
  readonly freshEachRound?: boolean;
  /** A short form of the task, which only checks that everything works. */
  readonly smoke: Task;
  readonly readings: readonly Reading[];
  /** Returns the checksum of the expected data, or `undefined` if the data is different each time. */
  checksum(task: Task): number | undefined;
  count(task: Task): number;
}
