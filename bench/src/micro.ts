/** Measures each step of decoding a token separately, in memory, in nanoseconds per event. It imports the sources and needs no build. */
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

/** Lines in Ollama's format, each with its own timestamp. */
const lines = Array.from({ length: EVENTS }, (_, index) => {
  const created_at = `2026-11-22T13:17:28.${String(497_873_602 + index * 33)}Z`;
  const message = { role: 'assistant', content: tokenAt(index) };
  return JSON.stringify({ model: 'smollm2-135m-instruct', created_at, message, done: false });
});
const lineText = new ByteText().read(Buffer.from(lines.map((line) => `${line}\n`).join('')));

function learnedLine(decode: (text: string) => string): JsonTemplate {
  const template = new JsonTemplate(decode, '\n');
  template.learn(lines[0] ?? '', JSON.parse(lines[0] ?? ''), ['message', 'content'], ['created_at']);
  return template;
}

function learned(decode?: (text: string) => string): JsonTemplate {
  const template = new JsonTemplate(decode);
  template.learn(data[0] ?? '', JSON.parse(data[0] ?? ''), PATH);
  return template;
}

/** Runs each step on all events and returns the time per event as text. */
export async function measureMicro(milliseconds: number): Promise<string> {
  const text = new ByteText();
  const within = learned(text.decode);
  const alone = learned();
  const line = learnedLine(text.decode);
  const decoder = new TextDecoder();
  const bench = new Bench({ time: milliseconds, warmupTime: milliseconds / 4 });
  bench
    .add('JSON.parse', () => data.forEach((one) => void JSON.parse(one)))
    .add('template, extracted data', () => data.forEach((one) => void alone.match(one)))
    .add('template, within a read', () => {
      for (let at = 0; at < latin1.length;) at = within.matchWithin(latin1, at + LEAD);
    })
    .add('JSON.parse, Ollama line', () => lines.forEach((one) => void JSON.parse(one)))
    .add('template, Ollama line', () => {
      for (let at = 0; at < lineText.length;) at = line.matchWithin(lineText, at);
    })
    .add('one read, UTF-8', () => void decoder.decode(bytes, { stream: true }))
    .add('one read, Latin-1', () => void text.read(bytes))
    .add('one read per event, UTF-8', () => reads.forEach((read) => void decoder.decode(read, { stream: true })))
    .add('one read per event, Latin-1', () => reads.forEach((read) => void text.read(read)));
  await bench.run();
  return bench.tasks
    .map(({ name, result }) => {
      const mean = 'latency' in result ? (result.latency.p50 * 1e6) / EVENTS : Number.NaN;
      return `${name.padEnd(28)} ${mean.toFixed(0).padStart(6)} ns per event`;
    })
    .join('\n');
}
