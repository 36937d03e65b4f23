import { defineConfig } from 'vitest/config';
import { fromSource, OUTSIDE } from './vitest.shared.ts';

export default defineConfig({
  ...fromSource,
  test: {
    name: 'proxy',
    include: OUTSIDE.proxy,
    fileParallelism: false,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
