import { expect, test } from 'vitest';
import { LoadSettings } from './load-settings.js';

test('remembers the options that reload a model, and no others', () => {
  const settings = new LoadSettings();
  const runner = { num_ctx: 1024, num_batch: 64, num_gpu: 0, main_gpu: 0, use_mmap: false, num_thread: 1 };
  settings.loaded('m', { ...runner, temperature: 0, num_keep: 4, seed: 1 }, 1024);
  expect(settings.optionsOf('M:latest')).toEqual(runner);
  expect(settings.contextLengthOf('m:latest')).toBe(1024);
  expect(settings.optionsOf('m:7b')).toBeUndefined();
});

// A real server that was asked for 999,999 tokens runs with the 8,192 of the model. It reloads the model for 8,192, but not for 999,999.
test('keeps the requested context length if the server runs with another one', () => {
  const settings = new LoadSettings();
  settings.loaded('m', { num_ctx: 999_999 }, 8192);
  settings.reused('m', 8192);
  expect(settings.optionsOf('m')).toEqual({ num_ctx: 999_999 });
  expect(settings.contextLengthOf('m')).toBe(8192);
});

test.each<[what: string, change: (settings: LoadSettings) => void, options: object | undefined]>([
  [
    'a load with another context length',
    (settings) => settings.loaded('m', { num_ctx: 2048 }, 2048),
    { num_ctx: 2048 },
  ],
  ['a load without options', (settings) => settings.loaded('m', undefined, 4096), undefined],
  ['an unload', (settings) => settings.forget('m'), undefined],
  ['the reuse of another instance', (settings) => settings.reused('m', 512), { num_ctx: 512 }],
  ['the reuse of an instance of unknown length', (settings) => settings.reused('m', undefined), { num_ctx: 1024 }],
])('after %s, has its options', (_what, change, options) => {
  const settings = new LoadSettings();
  settings.loaded('m', { num_ctx: 1024 }, 1024);
  change(settings);
  expect(settings.optionsOf('m')).toEqual(options);
});

test('keeps the other options of a load without a context length when the model is reused', () => {
  const settings = new LoadSettings();
  settings.loaded('m', { num_batch: 64 }, 2048);
  settings.reused('m', 2048);
  expect(settings.optionsOf('m')).toEqual({ num_batch: 64 });
});

test('does not know the context length of a load that does not set it', () => {
  const settings = new LoadSettings();
  settings.loaded('m', { num_thread: 1 }, 4096);
  expect([settings.optionsOf('m'), settings.contextLengthOf('m')]).toEqual([{ num_thread: 1 }, undefined]);
});
