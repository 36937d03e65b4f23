import { createClient } from '@lmux/core';
import { OpenAIApi, openai } from '@lmux/provider-openai';
import { closeAfterTest, RawServer, type Play } from '@lmux/test-support';

/** Bytes to send before the connection is closed, or a function that writes them. */
export type RawScript = string | Buffer | Play;

/** Starts a server that sends exactly these bytes. Closes it after the test. */
export async function openServer(script: RawScript): Promise<RawServer> {
  const play: Play = typeof script === 'function' ? script : ({ socket }) => socket.end(script);
  return closeAfterTest(await RawServer.listen(play));
}

/** Starts a server with a script and creates a client for it without retries. Closes both after the test. */
export async function openClient(script: RawScript) {
  const server = await openServer(script);
  const config = { provider: 'openai', baseUrl: server.url, retry: false } as const;
  return { server, client: closeAfterTest(createClient({ plugins: [openai], config })) };
}

/** Starts a server with a script and creates a wire client for it without retries. Closes both after the test. */
export async function openApi(script: RawScript) {
  const server = await openServer(script);
  return { server, api: closeAfterTest(new OpenAIApi({ baseUrl: server.url, retry: false })) };
}
