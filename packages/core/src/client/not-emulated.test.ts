import { expect, test } from 'vitest';
import type { EmulateMode } from '../contract/call-options.js';
import { loadToolEmulation } from '../platform/tool-emulation.js';
import { notEmulated } from './not-emulated.js';

test.each<[config: EmulateMode | undefined, option: EmulateMode | undefined, onNode: unknown, inBrowsers: unknown]>([
  [undefined, undefined, undefined, 'runtime'],
  [undefined, 'missing', undefined, 'runtime'],
  [undefined, 'never', 'setting', 'setting'],
  ['never', undefined, 'setting', 'setting'],
  ['never', 'missing', undefined, 'runtime'],
  ['always', 'never', 'setting', 'setting'],
])('the reason why tools are not emulated with "%s" in the configuration and "%s" in the call', (...row) => {
  const [config, option, onNode, inBrowsers] = row;
  const parts = { config: { provider: 'p', emulate: config } };
  expect(notEmulated({ ...parts, loadToolEmulation }, { emulate: option })).toBe(onNode);
  expect(notEmulated({ ...parts, loadToolEmulation: undefined }, { emulate: option })).toBe(inBrowsers);
});
