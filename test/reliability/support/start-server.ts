import { rawResponse, RawServer, type Play } from '@lmux/test-support';

/** LM Studio's client requests this path after a response that it did not expect. */
const GREETING = '/lmstudio-greeting';

/** Starts a server that does with its sockets what a test tells it. Requests for the greeting are not the test's. */
export function startServer(play: Play = () => {}): Promise<RawServer> {
  const greeting = rawResponse('{"lmstudio":true}');
  return RawServer.listen(play, { respondAside: (path) => (path.startsWith(GREETING) ? greeting : undefined) });
}
