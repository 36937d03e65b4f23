import { createClient } from '@lmux/core';
import { OpenAIApi, openai } from '@lmux/provider-openai';
import { closeAfterTest, RawServer, type Play } from '@lmux/test-support';

/** Bytes to send, after which the connection closes, or a function that writes them. */
export type RawScript = string | Buffer | Play;

/** Starts a server that sends exactly these bytes. It is closed after the test. */
export async function openServer(script: RawScript): Promise<RawServer> {
  const play: Play = typeof script === 'function' ? script : ({ socket }) => socket.end(script);
  return closeAfterTest(await RawServer.listen(play));
}

/** Opens a server that follows a script, and a client of it without retries. Both are closed after the test. */
export async function openClient(script: RawScript) {
  const server = await openServer(script);
  const config = { provider: 'openai', baseUrl: server.url, retry: false } as const;
  return { server, client: closeAfterTest(createClient({ plugins: [openai], config })) };
}

/** Opens a server that follows a script, and a wire client of it without retries. Both are closed after the test. */
export async function openApi(script: RawScript) {
  const server = await openServer(script);
  return { server, api: closeAfterTest(new OpenAIApi({ baseUrl: server.url, retry: false })) };
}
