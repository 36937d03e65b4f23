import { defineConfig } from 'vitest/config';
import { fromSource, OUTSIDE } from './vitest.shared.ts';

export default defineConfig({
  ...fromSource,
  test: {
    name: 'browser',
    include: OUTSIDE.browser,
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
