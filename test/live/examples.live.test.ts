import { describe, expect, test } from 'vitest';
import { run } from '../run-example.ts';
import { modelOf } from './support.ts';

/** Returns the environment of an example: that of the suite, with the provider for OpenAI-format servers by default. */
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

describe('an example runs with only its environment changed:', () => {
  test.for<{ file: string; args?: string[]; prints: RegExp }>([
    { file: 'chat.ts', prints: /tokens in, \d+ out, (stop|length)\)/ },
    { file: 'streaming.ts', prints: /started, route \w+\][\s\S]+\[(stop|length|unknown), \d+ tokens\]/ },
    { file: 'select-provider.ts', args: ['compatible'], prints: /is provider openai, route openai: \S/ },
    { file: 'structured-output.ts', prints: /\(\d+ minutes\)/ },
    { file: 'rx-tokens.ts', prints: /\[done\] \S/ },
    { file: 'dependency-injection/dist/main.js', prints: /\[response started\][\s\S]+after dispose: closed/ },
  ])('$file', async ({ file, args = [], prints }, context) => {
    if (args.length > 0 && process.env['LM_API_KEY'])
      context.skip('its configuration file has no API key for this server');
    const model = process.env['LM_MODEL'];
    if (model === undefined || model === '') throw new Error('LM_MODEL is not set. Set it to a model of the server.');
    // With a configuration file, LM_PROVIDER would select one of its providers. Here, the argument does.
    const env = { ...environment(model), ...(args.length > 0 && { LM_PROVIDER: '' }) };
    const { code, output } = await run(file, env, { args });
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
    // A very small model may call the same tool again and again, which stops the run.
    const isStopped = output.includes('limit_exceeded: The model made the same tool calls');
    expect(code, output).toBe(isStopped ? 1 : 0);
  });
});
