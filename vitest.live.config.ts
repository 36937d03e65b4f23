import { defineConfig } from 'vitest/config';
import { fromSource, OUTSIDE } from './vitest.shared.ts';

export default defineConfig({
  ...fromSource,
  test: {
    name: 'live',
    include: OUTSIDE.live,
    globalSetup: 'test/live/dead-keep-alive.ts',
    // Lists every test, so that skipped ones show the reason.
    reporters: ['verbose'],
    // All tests use one small server, so parallel files would only wait for each other.
    fileParallelism: false,
    // A small machine may generate only one token per second.
    testTimeout: 400_000,
    hookTimeout: 120_000,
  },
});
