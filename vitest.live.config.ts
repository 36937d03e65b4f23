import { defineConfig } from 'vitest/config';
import { fromSource, OUTSIDE } from './vitest.shared.ts';

export default defineConfig({
  ...fromSource,
  test: {
    name: 'live',
    include: OUTSIDE.live,
    globalSetup: 'test/live/dead-keep-alive.ts',
    // Named one by one, so that what is skipped says why.
    reporters: ['verbose'],
    // One small server answers them all: side by side they would wait for each other.
    fileParallelism: false,
    // A small machine may give one token a second.
    testTimeout: 400_000,
    hookTimeout: 120_000,
  },
});
