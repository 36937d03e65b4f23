import { TcpProxy } from '@lmux/test-support';

/**
 * Runs the live suite through a proxy on which every kept-alive connection is dead when it is reused, if LM_DEAD_KEEP_ALIVE is set.
 * A test that passes this way does not depend on idle connections staying open.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const { LM_DEAD_KEEP_ALIVE, LM_BASE_URL } = process.env;
  if (!LM_DEAD_KEEP_ALIVE || !LM_BASE_URL) return undefined;
  const { protocol, pathname, search } = new URL(LM_BASE_URL);
  if (protocol !== 'http:')
    throw new Error(`LM_BASE_URL must be an http URL if LM_DEAD_KEEP_ALIVE is set; received "${protocol}".`);
  const proxy = await TcpProxy.start(LM_BASE_URL, { resetReused: true });
  process.env['LM_BASE_URL'] = proxy.url + pathname + search;
  return async () => {
    process.stdout.write(`Requests on dead kept-alive connections: ${proxy.resets}\n`);
    await proxy[Symbol.asyncDispose]();
  };
}
