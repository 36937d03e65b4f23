import { describe, expect, test } from 'vitest';
import { run } from '../run-example.ts';
import { modelOf } from './support.ts';

/** The environment of an example: that of the suite, by the provider for servers of OpenAI's format. */
function environment(model: string): Record<string, string> {
  const { LM_BASE_URL = '', LM_API_KEY = '' } = process.env;
  return {
    LM_PROVIDER: process.env['LM_PROVIDER'] ?? 'openai',
    LM_BASE_URL,
    LM_API_KEY,
    LM_MODEL: model,
    LM_EMBED_MODEL: model,
  };
}

describe('examples, by changing the environment only', () => {
  test.each([
    { file: 'chat.ts', prints: /tokens in, \d+ out, (stop|length)\)/ },
    { file: 'structured-output.ts', prints: /\(\d+ minutes\)/ },
    { file: 'rx-tokens.ts', prints: /\[done\] \S/ },
    { file: 'dependency-injection.ts', prints: /\[answer began\]/ },
  ])('$file', async ({ file, prints }) => {
    const model = process.env['LM_MODEL'];
    if (model === undefined || model === '') throw new Error('LM_MODEL is unset.');
    const { code, output } = await run(file, environment(model));
    expect(code, output).toBe(0);
    expect(output).toMatch(prints);
  });

  test('embed.ts', async (context) => {
    const { code, output } = await run('embed.ts', environment(modelOf('LM_EMBED_MODEL', context)));
    expect(code, output).toBe(0);
    expect(output.split('\n')[1]).toContain('The cat sleeps');
  });

  test('tools.ts', async (context) => {
    const { code, output } = await run('tools.ts', environment(modelOf('LM_TOOL_MODEL', context)));
    expect(code, output).toBe(0);
  });
});
