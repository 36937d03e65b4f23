import { readdirSync, readFileSync } from 'node:fs';
import { startEmulator } from '@lmux/emulator';
import { DIALECTS, type Dialect } from './dialects.ts';

/** A stream with the bytes that a server sent. */
export interface RecordedStream {
  readonly name: string;
  readonly dialect: Dialect;
  readonly bytes: Uint8Array;
}

const FOLDER = new URL('../../../packages/provider-openai/test/fixtures/recorded/', import.meta.url);

function dialectOf(name: string): Dialect {
  const found = DIALECTS.find((dialect) => dialect.name === name);
  if (found === undefined) throw new Error(`There is no dialect "${name}".`);
  return found;
}

/** Returns recorded chat streams of three real servers. */
export function recordedStreams(): RecordedStream[] {
  return readdirSync(FOLDER).flatMap((server) =>
    readdirSync(new URL(`${server}/`, FOLDER))
      .filter((file) => file.startsWith('chat-stream'))
      .map((file) => {
        const bytes = readFileSync(new URL(`${server}/${file}`, FOLDER));
        const crlf = bytes.indexOf('\r\n\r\n');
        const body = crlf < 0 ? bytes.subarray(bytes.indexOf('\n\n') + 2) : bytes.subarray(crlf + 4);
        return { name: `${server}/${file}`, dialect: dialectOf('openai'), bytes: body };
      }),
  );
}

/** Returns a stream of LM Studio's own API, recorded from the emulator. */
export async function nativeStream(): Promise<RecordedStream> {
  await using emulator = await startEmulator({ reply: 'Grüße from the sea, 世界 👋.' });
  const model = emulator.models.find(({ type }) => type === 'llm')?.id ?? '';
  const response = await fetch(`${emulator.url}/api/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, input: 'Hello', stream: true }),
  });
  return { name: 'native', dialect: dialectOf('lmstudio native'), bytes: new Uint8Array(await response.arrayBuffer()) };
}
