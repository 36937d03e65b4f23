import type { BenchClient } from './clients/bench-client.ts';
import { addToChecksum } from './server/workload.ts';

/** A task, the same for every client. */
export type Task =
  | { readonly kind: 'stream'; readonly model: string }
  | { readonly kind: 'short'; readonly model: string; readonly times: number }
  | { readonly kind: 'chat'; readonly model: string; readonly times: number; readonly atOnce: number }
  | { readonly kind: 'paced'; readonly model: string; readonly streams: number }
  | { readonly kind: 'embed'; readonly model: string; readonly inputs: number; readonly times: number };

/** The cost of a task, and a summary of the received data. */
export interface TaskResult {
  /** User and system time of the process in microseconds. */
  readonly cpuUs: number;
  readonly wallUs: number;
  /** Number of tokens, texts or numbers received. */
  readonly count: number;
  readonly checksum: number;
  /** Sorted waits in microseconds: for the first token of each stream, or the delay of each token. */
  readonly waits: readonly number[];
}

interface Tally {
  count: number;
  checksum: number;
  waits: number[];
}

function need<Name extends keyof BenchClient>(client: BenchClient, name: Name): NonNullable<BenchClient[Name]> {
  const method = client[name];
  if (method === undefined) throw new Error(`The client does not support ${name}.`);
  return method.bind(client) as NonNullable<BenchClient[Name]>;
}

async function stream(client: BenchClient, model: string, tally: Tally): Promise<void> {
  let { count, checksum } = tally;
  await need(client, 'stream')(model, (token) => {
    count += 1;
    checksum = addToChecksum(checksum, token);
  });
  tally.count = count;
  tally.checksum = checksum;
}

async function short(client: BenchClient, model: string, times: number, tally: Tally): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const began = performance.now();
    let first = 0;
    await need(client, 'stream')(model, (token) => {
      if (first === 0) first = performance.now();
      tally.count += 1;
      tally.checksum = addToChecksum(tally.checksum, token);
    });
    tally.waits.push((first - began) * 1000);
  }
}

async function chat(client: BenchClient, task: Task & { kind: 'chat' }, tally: Tally): Promise<void> {
  let remaining = task.times;
  const lane = async (): Promise<void> => {
    while (remaining > 0) {
      remaining -= 1;
      const text = await need(client, 'chat')(task.model);
      tally.count += 1;
      tally.checksum = (tally.checksum + text.length) | 0;
    }
  };
  await Promise.all(Array.from({ length: task.atOnce }, lane));
}

async function paced(client: BenchClient, model: string, streams: number, tally: Tally): Promise<void> {
  const one = (): Promise<void> =>
    need(client, 'stream')(model, (token) => {
      // A client may join tokens that arrived together. The last send time is used then, and all of them are counted.
      const sent = Number(token.slice(token.lastIndexOf(' ')));
      tally.count += token.split(' ').length - 1;
      tally.waits.push(Number(process.hrtime.bigint() / 1000n) - sent);
    });
  await Promise.all(Array.from({ length: streams }, one));
}

async function embed(client: BenchClient, task: Task & { kind: 'embed' }, tally: Tally): Promise<void> {
  const texts = Array.from({ length: task.inputs }, () => 'text');
  for (let time = 0; time < task.times; time += 1) {
    for (const vector of await need(client, 'embed')(task.model, texts)) {
      tally.count += vector.length;
      tally.checksum = (tally.checksum + Math.round(((vector[0] ?? 0) + (vector.at(-1) ?? 0)) * 1e6)) | 0;
    }
  }
}

async function work(client: BenchClient, task: Task, tally: Tally): Promise<void> {
  if (task.kind === 'stream') return stream(client, task.model, tally);
  if (task.kind === 'short') return short(client, task.model, task.times, tally);
  if (task.kind === 'chat') return chat(client, task, tally);
  if (task.kind === 'paced') return paced(client, task.model, task.streams, tally);
  return embed(client, task, tally);
}

/**
 * Runs a task and measures it. Does not force a garbage collection first. That would exclude the cost of garbage, and make V8 discard
 * compiled code whose objects do not exist between two tasks.
 */
export async function runTask(client: BenchClient, task: Task): Promise<TaskResult> {
  const tally: Tally = { count: 0, checksum: 0, waits: [] };
  const began = performance.now();
  const before = process.cpuUsage();
  await work(client, task, tally);
  const { user, system } = process.cpuUsage(before);
  const wallUs = (performance.now() - began) * 1000;
  return { cpuUs: user + system, wallUs, ...tally, waits: tally.waits.toSorted((a, b) => a - b) };
}
