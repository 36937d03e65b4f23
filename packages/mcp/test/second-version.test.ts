import { closeAfterTest } from '@lmux/test-support';
import { expect, test, vi } from 'vitest';
import { mcpTools } from '../src/index.js';
import { pageOf } from './connect-server.js';
import { runContext } from './run-context.js';

/** A client with the functions of the second version of the SDK that lmux uses. */
function secondClient(callTool: (params: object, options: { signal: AbortSignal }) => Promise<unknown>) {
  return {
    transport: {},
    listen: () => Promise.resolve(),
    listTools: vi.fn<(params?: object, options?: object) => Promise<object>>(() => Promise.resolve(pageOf('echo'))),
    callTool,
  };
}

test('a client of the second version of the SDK receives the options as the second argument', async () => {
  const client = secondClient((params, { signal }) =>
    Promise.resolve({ content: [{ type: 'text', text: `${JSON.stringify(params)} ${signal.aborted}` }] }),
  );
  const [tool] = await closeAfterTest(await mcpTools(client)).tools();
  expect(await tool?.run({}, runContext())).toBe('{"name":"echo","arguments":{}} false');
  expect(client.listTools).toHaveBeenCalledWith(undefined, expect.objectContaining({ cacheMode: 'refresh' }));
});

test.each([
  ['CONNECTION_CLOSED', 'connection_failed'],
  ['INVALID_RESULT', 'unexpected_response'],
  ['ECONNREFUSED', 'connection_failed'],
])('its error %s has the code %s', async (sdkCode, code) => {
  const client = secondClient(() => Promise.reject(Object.assign(new Error('failed'), { code: sdkCode })));
  const [tool] = await closeAfterTest(await mcpTools(client)).tools();
  await expect(tool?.run({}, runContext())).rejects.toMatchObject({ code });
});
