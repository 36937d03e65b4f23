import type { ClientName } from '../clients/make-client.ts';
import { expectedChecksum, tokenAt } from '../server/workload.ts';
import type { Task, TaskResult } from '../tasks.ts';
import type { Measure, Reading } from './measure.ts';

const ALL: ClientName[] = ['floor', 'lmux', 'openai', 'AI SDK', 'ollama'];
const STREAMING: ClientName[] = ['floor', 'lmux', 'lmux rx', 'lmux wire', 'lmux native', 'openai', 'AI SDK', 'ollama'];
const NUMBERS = 768;
const CHAT_LENGTH = Array.from({ length: 40 }, (_, index) => tokenAt(index)).join('').length;

const numbersOf = (task: Task): number[] => task.model.split('-').slice(1).map(Number);

const cpuEach = (title: string, targets: Reading['targets'], id = 'cpu'): Reading => ({
  id,
  title,
  unit: 'µs',
  read: ({ cpuUs, count }: TaskResult) => cpuUs / count,
  shownAs: 'ratio',
  targets,
});

function stream(name: string, title: string, eventsAWrite: number): Measure {
  const task = (events: number): Task => ({ kind: 'stream', model: `stream-${events}-${eventsAWrite}` });
  return {
    name,
    group: 'stream',
    clients: STREAMING,
    task: task(200_000),
    warmUp: task(60_000),
    smoke: task(2000),
    readings: [cpuEach(title, { lmux: 0.75, 'lmux rx': 0.75, 'lmux native': 0.75, 'lmux wire': 1.1 })],
    checksum: (done) => expectedChecksum(numbersOf(done)[0] ?? 0),
    count: (done) => numbersOf(done)[0] ?? 0,
  };
}

const short = (times: number): Task & { kind: 'short' } => ({ kind: 'short', model: 'stream-40-1', times });

const SHORT: Measure = {
  name: 'short',
  group: 'short',
  clients: ALL,
  task: short(400),
  warmUp: short(400),
  smoke: short(5),
  readings: [
    {
      id: 'ttft',
      title: 'sequential streams of 40 tokens: time to first token',
      unit: 'ms',
      read: ({ waits }) => (waits[Math.floor(waits.length / 2)] ?? 0) / 1000,
      shownAs: 'ratio',
      targets: { lmux: 1.4 },
    },
    {
      id: 'cpu',
      title: 'sequential streams of 40 tokens: CPU per stream',
      unit: 'ms',
      read: ({ cpuUs }, task) => cpuUs / 1000 / (task as ReturnType<typeof short>).times,
      shownAs: 'ratio',
      targets: { lmux: 1.4 },
    },
  ],
  checksum(task) {
    let sum = 0;
    const { times } = task as ReturnType<typeof short>;
    for (let time = 0; time < times; time += 1) sum = expectedChecksum(40, sum);
    return sum;
  },
  count: (task) => 40 * (task as ReturnType<typeof short>).times,
};

const chat = (times: number): Task & { kind: 'chat' } => ({ kind: 'chat', model: 'chat', times, atOnce: 64 });

const CHAT: Measure = {
  name: 'chat',
  group: 'chat',
  clients: ALL,
  task: chat(4000),
  warmUp: chat(4000),
  smoke: chat(100),
  readings: [cpuEach('short chat without streaming, 64 concurrent: CPU per chat', { lmux: 1.4 })],
  checksum: (task) => CHAT_LENGTH * (task as ReturnType<typeof chat>).times,
  count: (task) => (task as ReturnType<typeof chat>).times,
};

const paced = (streams: number, events: number): Task & { kind: 'paced' } => ({
  kind: 'paced',
  model: `paced-${events}-50`,
  streams,
});

const PACED: Measure = {
  name: 'paced',
  group: 'paced',
  clients: ALL,
  task: paced(500, 150),
  warmUp: paced(500, 50),
  smoke: paced(20, 10),
  readings: [
    {
      id: 'cpu',
      title: '500 concurrent streams at 50 events/s: CPU',
      unit: 's per 100,000 events',
      read: ({ cpuUs, count }) => (cpuUs / count) * 0.1,
      shownAs: 'ratio',
      targets: { lmux: 1.2 },
    },
    {
      id: 'p99',
      title: '500 concurrent streams at 50 events/s: delay, p99',
      unit: 'ms',
      read: ({ waits }) => (waits[Math.floor(waits.length * 0.99)] ?? 0) / 1000,
      shownAs: 'value',
      targets: { lmux: 30 },
    },
  ],
  checksum: () => undefined,
  count: (task) => (task as ReturnType<typeof paced>).streams * (numbersOf(task)[0] ?? 0),
};

/** Returns a number of the server's vectors as a 32-bit float. */
const value = (at: number): number => Math.fround(Math.sin(at) / 28);

function embed(form: 'float' | 'base64', target: number): Measure {
  // Several requests per round: the garbage collector runs only once for several of them, and takes as long as one request.
  const task = (inputs: number, times: number): Task & { kind: 'embed' } => ({
    kind: 'embed',
    model: `embed-${inputs}-${NUMBERS}-${form}`,
    inputs,
    times,
  });
  const timesOf = (done: Task): number => (done as ReturnType<typeof task>).times;
  return {
    name: `embed-${form}`,
    group: 'embed',
    clients: form === 'float' ? ALL : ['floor', 'lmux', 'openai'],
    task: task(2048, 6),
    warmUp: task(2048, 3),
    // A process either keeps or releases its memory between two responses, at random. The difference is up to a fifth of the time.
    freshEachRound: true,
    smoke: task(16, 2),
    readings: [
      {
        id: 'cpu',
        title: `2048 embeddings of ${NUMBERS} numbers, ${form}: CPU`,
        unit: 'ms',
        read: ({ cpuUs }, done) => cpuUs / 1000 / timesOf(done),
        shownAs: 'ratio',
        targets: { lmux: target },
      },
    ],
    checksum(done) {
      const rows = numbersOf(done)[0] ?? 0;
      let sum = 0;
      for (let at = 0; at < rows * timesOf(done); at += 1) {
        const row = at % rows;
        sum = (sum + Math.round((value(row * NUMBERS) + value((row + 1) * NUMBERS - 1)) * 1e6)) | 0;
      }
      return sum;
    },
    count: (done) => (numbersOf(done)[0] ?? 0) * NUMBERS * timesOf(done),
  };
}

/** All measurements against the server, in the order of the table. */
export const MEASURES: readonly Measure[] = [
  stream('stream-1', 'one stream, 1 event per write: CPU per event', 1),
  stream('stream-1000', 'one stream, 1000 events per write: CPU per event', 1000),
  SHORT,
  CHAT,
  PACED,
  embed('float', 1.05),
  embed('base64', 1.15),
];
