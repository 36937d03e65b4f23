import { rawResponse, RawServer, type Play } from '@lmux/test-support';

/** The LM Studio provider requests this path after an unexpected response. */
const GREETING = '/lmstudio-greeting';

/** Starts a server that runs `play` for each request. Requests for the greeting are handled separately and not counted. */
export function startServer(play: Play = () => {}): Promise<RawServer> {
  const greeting = rawResponse('{"lmstudio":true}');
  return RawServer.listen(play, { respondAside: (path) => (path.startsWith(GREETING) ? greeting : undefined) });
}
