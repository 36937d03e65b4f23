import { describe, expect, test } from 'vitest';
import type { ChatRequest } from '../../contract/chat.js';
import type { Provider } from '../../provider/provider.js';
import { CALLS, CHAT, setup } from '../../../test/support/overflow-clients.js';
import { countTokens } from './count-tokens.js';

const tools: ChatRequest['tools'] = [{ name: 'get_weather', description: 'Returns the weather.' }];
const EMULATED = { emulate: 'always' } as const;

/** A server with a context of 100 tokens that counts 5 tokens for each message, and 30 for one that describes a tool. It leaves out the tools of a request. */
const countTokensOf: Provider['countTokens'] = async ({ messages }) =>
  messages.reduce((sum, { content }) => sum + (JSON.stringify(content).includes('get_weather') ? 30 : 5), 0);

describe('a chat with emulated tools', () => {
  test('is counted as it is sent: the tools are text', async () => {
    const { client, plugin } = setup({ countTokens: countTokensOf });
    expect(await countTokens(client, CHAT(2, { tools }))).toMatchObject({ inputTokens: 30, exact: true });
    expect(await countTokens(client, CHAT(2, { tools }), EMULATED)).toMatchObject({ inputTokens: 55, exact: true });
    const [native, emulated] = plugin.calls.filter(({ method }) => method === 'countTokens');
    expect(native?.request).toMatchObject({ model: 'm', tools });
    expect(emulated?.request).toMatchObject({ model: 'm', responseFormat: { type: 'json_schema' } });
    expect(emulated?.request).not.toHaveProperty('tools');
  });

  test('is estimated with the text of the tools', async () => {
    const { client } = setup({}, {}, false);
    const { inputTokens } = await countTokens(client, CHAT(2, { tools }));
    const withTools = await countTokens(client, CHAT(2, { tools }), EMULATED);
    expect(withTools).toMatchObject({ exact: false, source: 'estimate' });
    expect(withTools.inputTokens).toBeGreaterThan(inputTokens);
  });

  describe.each(CALLS)('of %s', (_method, call) => {
    test('is trimmed by the size of what is sent', async () => {
      const { client, sent } = setup({ countTokens: countTokensOf });
      const { warnings, text } = await call(client, CHAT(6, { tools, contextOverflow: 'trim' }), EMULATED);
      expect(text).toBe('last');
      expect(warnings.map(({ code }) => code)).toEqual(['tools_emulated', 'history_trimmed']);
      expect(sent()?.at(-1)).toBe('last');
    });
  });
});
