import { startEmulator } from '@lmux/emulator';
import { describe, expect, test } from 'vitest';
import { run } from '../test/run-example.ts';

describe('select-provider', () => {
  test.each([
    { args: [], provider: 'lmstudio', route: 'native', loads: true },
    { args: ['compatible'], provider: 'openai', route: 'openai', loads: false },
  ])('uses the provider in $args', async ({ args, provider, route, loads }) => {
    await using emulator = await startEmulator();
    const env = { LM_BASE_URL: emulator.url, LM_MODEL: 'qwen/qwen3-4b-2507' };
    const { code, output } = await run('select-provider.ts', env, { args });
    expect(output).toContain(`is provider ${provider}, route ${route}: This is the lmux emulator.`);
    expect(output).toContain(`supports loading models: ${loads}`);
    expect(code).toBe(0);
  });

  test('tries the default address if LM_BASE_URL is not set', async () => {
    const { code, output } = await run(
      'select-provider.ts',
      { LM_MODEL: 'qwen/qwen3-4b-2507' },
      { args: ['compatible'] },
    );
    // A server may run on this machine.
    expect(output).toMatch(/http:\/\/localhost:1234|is provider openai|model_not_found|authentication/);
    expect(output).not.toContain('config_invalid');
    expect(code === 0 || code === 1).toBe(true);
  });

  test('suggests a similar name, and names a missing environment variable', async () => {
    const env = { LM_BASE_URL: 'http://127.0.0.1:9' };
    const unknown = await run('select-provider.ts', env, { args: ['clod'] });
    expect(unknown.output).toContain('config_invalid: ');
    expect(unknown.output).toContain('Did you mean "cloud"?');
    const keyless = await run('select-provider.ts', env, { args: ['cloud'] });
    expect(keyless.output).toContain('OPENAI_API_KEY');
    expect([unknown.code, keyless.code]).toEqual([1, 1]);
  });
});
