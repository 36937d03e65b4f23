import type { Emulator } from '../../src/index.js';
import { CHAT_PATH, post } from './post.js';
import type { ChunkWire } from './wire.js';

/** Returns the `data:` payloads of an event stream in order, as text. */
export function eventsOf(text: string): string[] {
  return text
    .split('\n\n')
    .filter((event) => event.startsWith('data: '))
    .map((event) => event.slice('data: '.length));
}

/** Streams a chat, requires the final `[DONE]`, and returns the chunks. */
export async function streamChat(emulator: Emulator, body: Record<string, unknown>): Promise<ChunkWire[]> {
  const response = await post(emulator, CHAT_PATH, { ...body, stream: true });
  const events = eventsOf(await response.text());
  if (events.pop() !== '[DONE]') throw new Error('The stream did not end with [DONE].');
  return events.map((event) => JSON.parse(event) as ChunkWire);
}

/** Joins the content of all chunks. */
export function contentOf(chunks: readonly ChunkWire[]): string {
  return chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
}
