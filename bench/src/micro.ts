/** Measures the steps of decoding a token, each alone and in memory, in nanoseconds for each event. It runs on the source and needs no build. */
import { Bench } from 'tinybench';
import { ByteText } from '../../packages/core/src/decode/byte-text.ts';
import { JsonTemplate } from '../../packages/core/src/decode/json-template.ts';
import { wireOf } from './server/render.ts';
import { tokenAt } from './server/workload.ts';

const EVENTS = 250;
const PATH = ['choices', 0, 'delta', 'content'] as const;
const LEAD = 'data: '.length;

const events = Array.from({ length: EVENTS }, (_, index) => wireOf('/v1').piece(tokenAt(index)));
const bytes = Buffer.from(events.join(''));
const latin1 = new ByteText().read(bytes);
const data = events.map((event) => event.slice(LEAD, -2));
const reads = events.map((event) => Buffer.from(event));

/** Lines as Ollama writes them, each with a time of its own. */
const lines = Array.from({ length: EVENTS }, (_, index) => {
  const created_at = `2026-11-22T13:17:28.${String(497_873_602 + index * 33)}Z`;
  const message = { role: 'assistant', content: tokenAt(index) };
  return JSON.stringify({ model: 'smollm2-135m-instruct', created_at, message, done: false });
});
const lineText = new ByteText().read(Buffer.from(lines.map((line) => `${line}\n`).join('')));

function learnedLine(meaning: (text: string) => string): JsonTemplate {
  const template = new JsonTemplate(meaning, '\n');
  template.learn(lines[0] ?? '', JSON.parse(lines[0] ?? ''), ['message', 'content'], ['created_at']);
  return template;
}

function learned(meaning?: (text: string) => string): JsonTemplate {
  const template = new JsonTemplate(meaning);
  template.learn(data[0] ?? '', JSON.parse(data[0] ?? ''), PATH);
  return template;
}

/** Runs each step over all events. Returns the time for one event. */
export async function measureMicro(milliseconds: number): Promise<string> {
  const text = new ByteText();
  const within = learned(text.meaning);
  const alone = learned();
  const line = learnedLine(text.meaning);
  const decoder = new TextDecoder();
  const bench = new Bench({ time: milliseconds, warmupTime: milliseconds / 4 });
  bench
    .add('JSON.parse', () => data.forEach((one) => void JSON.parse(one)))
    .add('template, data cut out', () => data.forEach((one) => void alone.match(one)))
    .add('template, where it stands', () => {
      for (let at = 0; at < latin1.length;) at = within.matchWithin(latin1, at + LEAD);
    })
    .add('JSON.parse of a line', () => lines.forEach((one) => void JSON.parse(one)))
    .add('template of a line', () => {
      for (let at = 0; at < lineText.length;) at = line.matchWithin(lineText, at);
    })
    .add('a read of all as UTF-8', () => void decoder.decode(bytes, { stream: true }))
    .add('a read of all as Latin-1', () => void text.read(bytes))
    .add('a read an event as UTF-8', () => reads.forEach((read) => void decoder.decode(read, { stream: true })))
    .add('a read an event as Latin-1', () => reads.forEach((read) => void text.read(read)));
  await bench.run();
  return bench.tasks
    .map(({ name, result }) => {
      const mean = 'latency' in result ? (result.latency.p50 * 1e6) / EVENTS : Number.NaN;
      return `${name.padEnd(28)} ${mean.toFixed(0).padStart(6)} ns an event`;
    })
    .join('\n');
}
