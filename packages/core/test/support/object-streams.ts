import { createClient } from '../../src/client/create-client.js';
import type { LmClient } from '../../src/contract/lm-client.js';
import { FakeClock, FakeTransport, type FakeResponse, type FakeScript } from '../../src/testing/index.js';
import { tiny } from './tiny-provider.js';

/** A client over a fake transport, whose provider streams the text of the model. */
export interface StreamingClient {
  readonly client: LmClient;
  readonly transport: FakeTransport;
  readonly clock: FakeClock;
}

export function streamingClient(...scripts: readonly FakeScript[]): StreamingClient {
  const transport = new FakeTransport(...scripts);
  const clock = new FakeClock();
  const config = { provider: 'tiny', model: 'm', retry: false } as const;
  return { client: createClient({ plugins: [tiny], config, transport, clock }), transport, clock };
}

const eventOf = (data: unknown): string => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

/** Returns a body with one network read for each list of texts, each text as an event of its own. */
export function reads(...lists: readonly (readonly string[])[]): string[] {
  return lists.map((texts) => texts.map((w) => eventOf({ w })).join(''));
}

/** Returns a complete response with one network read for each text. */
export function streamed(...texts: readonly string[]): FakeResponse {
  return { body: [...reads(...texts.map((text) => [text])), eventOf('END')] };
}

/** Returns a response that does not end after its texts. */
export function stalled(...texts: readonly string[]): FakeResponse {
  return { body: reads(...texts.map((text) => [text])), ending: 'hold' };
}

/** Returns a response that fails with an error of the server after its texts. */
export function failing(...texts: readonly string[]): FakeResponse {
  return { body: [...reads(...texts.map((text) => [text])), eventOf({ error: { message: 'out of memory' } })] };
}

/** Returns true if a value is the beginning of another: its strings, arrays and objects only grow. */
export function isBeginning(one: unknown, other: unknown): boolean {
  if (typeof one === 'string') return typeof other === 'string' && other.startsWith(one);
  if (typeof one !== 'object' || one === null) return one === other;
  if (typeof other !== 'object' || other === null || Array.isArray(one) !== Array.isArray(other)) return false;
  return Object.entries(one).every(([key, value]) => isBeginning(value, (other as Record<string, unknown>)[key]));
}
