import { createClient } from '@lmux/core';
import { OpenAIApi, openai } from '@lmux/provider-openai';
import { onTestFinished } from 'vitest';
import { scriptedServer, type Script } from './scripted-server.js';

/** A server that follows a script, and a client of it that repeats nothing; both end with the test. */
export async function openClient(script: Script) {
  const server = await scriptedServer(script);
  const client = createClient({
    plugins: [openai],
    config: { provider: 'openai', baseUrl: server.url, retry: false },
  });
  onTestFinished(() => client.close());
  return { server, client };
}

/** The same with the wire client. */
export async function openApi(script: Script) {
  const server = await scriptedServer(script);
  const api = new OpenAIApi({ baseUrl: server.url, retry: false });
  onTestFinished(() => api.close());
  return { server, api };
}
