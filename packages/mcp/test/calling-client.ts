import { createClient, type LmClient, type Message } from '@lmux/core';
import { type Emulator, startEmulator } from '@lmux/emulator';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest } from '@lmux/test-support';

export const messages: Message[] = [{ role: 'user', content: 'Go.' }];

/** Returns a client whose model calls these tools without arguments, one after the other, and then repeats the last result. Both are closed after the test. */
export async function callingClient(
  ...names: readonly string[]
): Promise<{ readonly client: LmClient; readonly emulator: Emulator }> {
  const emulator = closeAfterTest(
    await startEmulator({
      reply: ({ messages: sent }) => {
        const results = sent.filter(({ role }) => role === 'tool');
        const name = names[results.length];
        if (name === undefined) return `The tool said: ${results.at(-1)?.text}`;
        return { toolCalls: [{ name, arguments: {} }] };
      },
    }),
  );
  const config = { provider: 'openai', baseUrl: `${emulator.url}/v1`, model: 'qwen/qwen3-4b-2507' } as const;
  return { client: closeAfterTest(createClient({ plugins: [openai], config })), emulator };
}
