import type { ClientName } from './clients/make-client.ts';
import type { Measure, Reading } from './measures/measure.ts';
import { ClientProcess, ServerProcess } from './processes.ts';
import type { Task, TaskResult } from './tasks.ts';

/** One figure of one client. */
export interface Outcome {
  /** Median of the rounds, in the unit of the reading. */
  readonly median: number;
  /** Median of the ratios to the baseline in each round. */
  readonly ratio: number;
  readonly rounds: readonly number[];
  readonly target?: number;
}

export interface Row {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly shownAs: 'ratio' | 'value';
  readonly clients: Partial<Record<ClientName, Outcome>>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** Throws if a client lost tokens, which would make it look faster. */
function check(measure: Measure, name: ClientName, task: Task, { count, checksum }: TaskResult): void {
  const wanted = measure.checksum(task);
  if (count !== measure.count(task) || (wanted !== undefined && checksum !== wanted)) {
    throw new Error(
      `${measure.name}: ${name} must receive ${measure.count(task)} items with checksum ${String(wanted)}; received ${count} with ${checksum}.`,
    );
  }
}

function rowOf(measure: Measure, reading: Reading, task: Task, results: Map<ClientName, TaskResult[]>): Row {
  const values = (name: ClientName): number[] => (results.get(name) ?? []).map((result) => reading.read(result, task));
  const floor = values('floor');
  const clients: Row['clients'] = {};
  for (const name of measure.clients) {
    const rounds = values(name);
    const ratio = median(rounds.map((value, round) => value / (floor[round] ?? Number.NaN)));
    const target = reading.targets[name];
    clients[name] = { median: median(rounds), ratio, rounds, ...(target === undefined ? {} : { target }) };
  }
  return {
    id: `${measure.name}.${reading.id}`,
    title: reading.title,
    unit: reading.unit,
    shownAs: reading.shownAs,
    clients,
  };
}

async function start(name: ClientName, origin: string, warmUp: Task): Promise<ClientProcess> {
  const client = new ClientProcess(name, origin);
  await client.ready();
  await client.run(warmUp);
  return client;
}

/** Runs a measure. Each client has one process (or one for each round, if the measure requires it). All have the same warm-up, followed by the rounds. */
export async function runMeasure(
  measure: Measure,
  { rounds, smoke, only }: { rounds: number; smoke: boolean; only?: readonly string[] | undefined },
): Promise<Row[]> {
  using server = new ServerProcess();
  using stack = new DisposableStack();
  const origin = await server.origin();
  const names = measure.clients.filter((name) => only === undefined || name === 'floor' || only.includes(name));
  const task = smoke ? measure.smoke : measure.task;
  const warmUp = smoke ? measure.smoke : measure.warmUp;
  const processes = new Map<ClientName, ClientProcess>();
  if (measure.freshEachRound !== true) {
    for (const name of names) processes.set(name, stack.use(await start(name, origin, warmUp)));
  }
  const results = new Map<ClientName, TaskResult[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    // Each round starts with a different client.
    const order = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
    for (const name of order) {
      using forRound = new DisposableStack();
      const client = processes.get(name) ?? forRound.use(await start(name, origin, warmUp));
      const result = await client.run(task);
      check(measure, name, task, result);
      results.get(name)?.push(result);
    }
  }
  const measured = { ...measure, clients: names };
  return measure.readings.map((reading) => rowOf(measured, reading, task, results));
}
